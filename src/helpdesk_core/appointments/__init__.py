"""Appointments: a time at which a device is brought, collected, or looked at where it stands. Only people book one."""
