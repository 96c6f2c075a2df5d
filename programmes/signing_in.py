"""Who comes with a session: the person, with what the head of each page says of their
messages, in one query.
"""

from allauth.account.auth_backends import AuthenticationBackend

from programmes.models import User


class Backend(AuthenticationBackend):
    def people(self):
        return User.objects.with_messages()

    def get_user(self, user_id):
        user = self.people().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
