"""Inside Django: the store on Django's own ORM, connection and migrations.

Add ``"helpdesk_core.adapters.django"`` to INSTALLED_APPS; the app's label and table prefix are ``helpdesk_core``.
"""
