"""Comments."""

from django.urls import path

from charter.views import answering, remarks

urlpatterns = [
    path("comments/<int:pk>/", remarks.show, name="remark"),
    path("comments/<int:pk>/edit/", remarks.edit, name="remark_edit"),
    path("comments/<int:pk>/remove/", remarks.remove, name="remark_remove"),
    path("comments/<int:pk>/report/", remarks.report, name="remark_report"),
    path("comments/<int:pk>/take-up/", answering.take_up, name="remark_take_up"),
    path("comments/<slug:kind>/<slug:ref>/", remarks.post, name="remark_post"),
]
