"""Comments."""

from django.urls import path

from charter.views.comments import answering, comment_acts, comment_translations

urlpatterns = [
    path("comments/<int:pk>/", comment_acts.show, name="remark"),
    path("comments/<int:pk>/edit/", comment_acts.edit, name="remark_edit"),
    path("comments/<int:pk>/remove/", comment_acts.remove, name="remark_remove"),
    path("comments/<int:pk>/report/", comment_acts.report, name="remark_report"),
    path("comments/<int:pk>/in/<slug:code>/", comment_translations.write, name="comment_translation"),
    path("comments/<int:pk>/take-up/", answering.take_up, name="remark_take_up"),
    path("comments/<slug:kind>/<slug:ref>/", comment_acts.post, name="remark_post"),
]
