"""Are the weights finite, and does the last layer fit the loss and the classes? `diagnose` examines this second."""

import numpy as np

from .finding import Finding


def look_at_model(model, masks):
    """Findings on NaN in the weights, and on a last layer that does not fit the loss or the number of classes."""
    found = []
    if any(not np.isfinite(np.asarray(weight)).all() for weight in model.get_weights()):
        seen = "training has diverged: some weights are NaN or infinite"
        advice = "build the model again; a lower learning rate, no NaN in the data, gradients clipped (clipnorm=1)"
        found.append(Finding("NaN in the weights", seen, advice))
    loss = getattr(model, "loss", None)
    from_logits = getattr(loss, "from_logits", getattr(loss, "_fn_kwargs", {}).get("from_logits", False))
    ends_in = getattr(getattr(model.layers[-1], "activation", None), "__name__", "") if model.layers else ""
    if from_logits and ends_in in ("sigmoid", "softmax"):
        seen = f"the model ends in a {ends_in}, and the loss applies it again (from_logits=True)"
        found.append(Finding("twice the activation", seen, "from_logits=False, or no activation at the end"))
    if ends_in == "softmax" and model.output_shape[-1] == 1:
        seen = "a softmax over one class always gives 1"
        found.append(Finding("softmax on one class", seen, "activation='sigmoid' for one class, or two classes"))
    several_at_once = masks is not None and masks.shape[-1] == model.output_shape[-1] and (masks.sum(-1) != 1).any()
    if ends_in == "sigmoid" and model.output_shape[-1] > 1 and not several_at_once:
        seen = f"{model.output_shape[-1]} sigmoids side by side: their probabilities need not sum to 1"
        found.append(
            Finding("sigmoid on several classes", seen, "softmax, unless a pixel may be of several classes at once")
        )
    return found
