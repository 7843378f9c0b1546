"""Why is a prediction grey, black, white, shifted, striped or NaN? Examines the images, the masks and the model."""

from .diagnosis import diagnose, print_findings
from .finding import Finding

__all__ = ["Finding", "diagnose", "print_findings"]
