"""What people see: Streamlit scripts, one for each screen, and the parts they are made of."""
