"""A page with the live graph of an LSTM alone, as long as the address asks for: `?steps=150`."""

import streamlit as st
import torch

import graphviz_rnn as gr
from models import build
from ui.live_graph import live_graph
from ui.live_graph.drawing import Drawing, pack_drawing
from ui.live_graph.values import Played, pack_values

steps = int(st.query_params.get("steps", "10"))
st.set_page_config(layout="wide")
definition = gr.load("lstm").with_loss("mse")
model = build(definition, {"x": 1, "o": 1, "h": 16})
trace = model.run(x=torch.randn(steps, 1, 1), y=torch.randn(steps, 1, 1))
gradients = {name: trace.grad("loss", name) for name in trace.names}
drawing = pack_drawing(Drawing(definition, {"t": steps}, "variables", "lstm"), "live")
live_graph(drawing, pack_values(Played(definition, {"t": steps}, trace, gradients, "loss", (), ""), "live"), key="live")
