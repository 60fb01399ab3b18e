"""The pages inside other frameworks: what each answers to `reference_app.host.Host`."""
