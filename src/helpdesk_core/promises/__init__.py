"""What people promise a customer: a time, a call, a highest price. Nothing is ever promised by a machine."""
