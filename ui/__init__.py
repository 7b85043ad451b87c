"""Everything that knows Streamlit below the pages: the live graph, page furniture, state, cached calls."""
