from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    """The site itself: its settings, its addresses, what keeps it running."""

    name = "consultation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django_tasks.signals import task_enqueued, task_finished, task_started  # models are ready only now

        from consultation import receivers

        task_enqueued.connect(receivers.note_task_enqueued, dispatch_uid="consultation_task_asked")
        task_started.connect(receivers.note_task_started, dispatch_uid="consultation_task_begun")
        task_finished.connect(receivers.note_task_finished, dispatch_uid="consultation_task_done")
