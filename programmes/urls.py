from django.urls import path

from programmes import views

app_name = "programmes"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/messages/", views.message_ways, name="message_ways"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.inbox_read_all, name="inbox_read_all"),
    path("inbox/mail/", views.mail_again, name="mail_again"),
    path("inbox/<int:pk>/", views.inbox_message, name="inbox_message"),
    path("inbox/<int:pk>/read/", views.inbox_read, name="inbox_read"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("organisations/<slug:code>/people/", views.people, name="people"),
    path(
        "organisations/<slug:code>/people/<slug:action>/<int:pk>/",
        views.people_step,
        name="people_step",
    ),
    path(
        "organisations/<slug:code>/profile/",
        views.organisation_edit,
        name="organisation_edit",
    ),
    path(
        "organisations/<slug:code>/leave/",
        views.organisation_leave,
        name="organisation_leave",
    ),
    path("joining/", views.joining, name="joining"),
    path("organisations/<slug:code>/join/", views.joining_ask, name="joining_ask"),
    path("joining/requests/<str:token>/", views.joining_state, name="joining_state"),
    path(
        "organisations/<slug:code>/asked/<int:pk>/",
        views.joining_answer,
        name="joining_answer",
    ),
    path("joining/network/", views.application_new, name="application_new"),
    path("joining/sent/", views.link_sent, name="link_sent"),
    path(
        "joining/network/<str:token>/",
        views.application_state,
        name="application_state",
    ),
    path("invitations/<str:token>/", views.invitation_accept, name="invitation_accept"),
]
