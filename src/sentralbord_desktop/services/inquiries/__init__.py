"""Inquiries: complete, park, reopen, hand over."""
