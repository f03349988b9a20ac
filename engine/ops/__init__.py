"""Differentiable ops."""
