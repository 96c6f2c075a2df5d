"""Addresses outside the languages: what search engines ask for first."""

from django.urls import path

from knowledge_hubs import views

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>-<int:number>.xml", views.sitemap, name="sitemap"),
]
