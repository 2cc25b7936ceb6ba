"""The register kit: list, detail, form, history, export and bulk import from ten lines."""
