"""What people see: Streamlit scripts, one a screen, and what they are made of."""
