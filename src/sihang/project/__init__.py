"""The portal as one Django project: settings, addresses, and the door for a server."""
