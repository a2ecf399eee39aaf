"""The design system: base templates, components, style sheets, scripts. It knows nothing of hospitals."""
