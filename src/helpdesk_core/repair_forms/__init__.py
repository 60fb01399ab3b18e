"""The European repair information form, made of a quote."""
