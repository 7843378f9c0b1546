"""Why is the prediction grey, black, white, shifted, striped or NaN? `diagnose` asks images, masks and model."""

from .diagnosis import diagnose, print_findings
from .finding import Finding

__all__ = ["Finding", "diagnose", "print_findings"]
