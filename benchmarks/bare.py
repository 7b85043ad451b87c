"""A bare Streamlit page with one slider and one Plotly chart of as many numbers as ours, for comparison."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

units = st.slider("Hidden units", 1, 32, 8)
values = np.random.default_rng(units).standard_normal((units, 48))
st.plotly_chart(go.Figure(go.Heatmap(z=values)), key="chart")
