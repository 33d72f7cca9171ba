"""Tables: their structure, their joining over pages and sheets, and what they state."""
