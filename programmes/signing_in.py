"""Who comes with a session: the person, with what the head of each page says of their
messages, in one query.
"""

from allauth.account.auth_backends import AuthenticationBackend

from oneplanet.kept_questions import KeptQuestion
from programmes.models import User


def person(pk):
    return User.objects.filter(pk=pk).with_messages()


class Backend(AuthenticationBackend):
    who = KeptQuestion(person)

    def get_user(self, user_id):
        user = self.who.instance(user_id)
        return user if user and self.user_can_authenticate(user) else None
