"""The wizard and the review of an inquiry."""
