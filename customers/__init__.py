"""The people a business serves: who they are, what they agreed to, and how they came in."""
