"""The doors for writing: `opening` hears of answers, `alerts` tells colleagues, the others are what staff do."""
