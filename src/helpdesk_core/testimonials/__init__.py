"""What a customer says about the work, shown to everybody: only with the customer's permission and a person's check."""
