"""A bare Streamlit page, for comparison."""

import streamlit as st

st.title("Hello")
st.slider("A number", 0, 10, 3)
st.button("Press")
