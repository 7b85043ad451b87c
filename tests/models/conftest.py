"""One thread, as in the app: two threads beside a busy core are thirty times slower."""

import torch

torch.set_num_threads(1)
