"""Which test holds which law: graphs (A), backpropagation (B), bidirectional networks (C), encoder and decoder (D),
spectra (E), time scales (F), gates (G), reservoirs and spikes (H)."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LAWS = {
    "A9 product over paths": "every_path_multiplied_out_is_the_gradient",
    "A9 number of paths": "paths_of_a_linear_recurrence_with_two_delays_are_the_fibonacci_numbers",
    "A11 adjoint identity": "forward_and_reverse_mode_are_adjoint",
    "A12 graph walked node by node": "graph_walked_in_numpy_gives_what_the_model_computes",
    "B1 equation 10.18": "gradient_at_the_outputs_is_softmax_minus_target",
    "B2 equations 10.19 to 10.21": "gradient_at_a_state_comes_from_its_output_and_the_next_state",
    "B3 equations 10.22 to 10.28": "gradients_of_parameters_are_sums_over_the_steps",
    "B4 copies of a shared matrix": "gradient_of_a_shared_matrix_is_the_sum_over_its_copies_at_every_step",
    "B4 contributions of the steps": "contributions_of_the_steps_add_up_to_the_gradient",
    "B5 central differences": "gradients_equal_central_differences",
    "B6, G1, G2 torch's modules": "hidden_states_equal_torch",
    "B7 teacher forcing decouples": "teacher_forcing_leaves_no_way_from_a_hidden_unit_to_a_later_output",
    "B8 rank of the outputs": "output_recurrence_passes_on_no_more_dimensions_than_the_output_has",
    "B9 single output": "gradient_of_a_single_output_is_a_product_of_the_steps",
    "B10 loss of a blind answer": "output_weights_of_zero_lose_the_logarithm_of_the_number_of_classes_a_step",
    "B11 sum over all targets": "probabilities_of_all_target_sequences_sum_to_one",
    "B12 truncated": "truncated_backpropagation_of_all_steps_is_the_full_one_and_of_one_step_is_local",
    "B13 causality": "a_loss_does_not_depend_on_later_inputs",
    "C1 torch's two directions": "bidirectional_equals_torch",
    "C2 last state backward": "the_last_state_backward_is_that_of_the_first_step",
    "C3 sides of a changed input": "each_direction_sees_only_its_side_of_a_changed_input",
    "C4 swap and flip": "reversed_input_and_swapped_directions_reverse_the_bidirectional_states",
    "C5 every input counts": "an_output_of_the_bidirectional_network_depends_on_every_input",
    "D1 log probability": "total_loss_is_torchs_cross_entropy_of_the_logits",
    "D2 all passes the context": "all_that_the_decoder_learns_of_the_source_passes_the_context",
    "D2 rank of the context": "outputs_vary_in_no_more_directions_than_the_context_has",
    "D3 size of the context": "context_has_one_size_whatever_the_length_of_the_source",
    "D4 batch and one by one": "sequences_of_different_lengths_are_computed_as_if_alone",
    "D5 greedy, D7 one symbol a step": "each_sequence_ends_with_its_stop_symbol_or_at_the_limit",
    "D6 forced on its own symbols": "free_running_is_teacher_forcing_with_the_models_own_symbols",
    "D8 perplexity": "loss_and_probability_of_what_was_written_agree",
    "D9 attention": "attention_weights_are_positive_and_sum_to_one_over_the_source",
    "E1 powers": "powers_are_q_lambda_t_q_transposed",
    "E2 components": "components_fade_by_the_ratio_of_their_eigenvalues",
    "E3 angle": "the_angle_to_the_leading_eigenvector_shrinks_by_the_ratio_of_eigenvalues",
    "E4 linear gradient": "gradient_at_the_start_is_a_power_of_the_matrix",
    "E5 orthogonal": "an_orthogonal_matrix_keeps_the_length_of_state_and_gradient",
    "E6 singular bounds": "gradients_stay_between_the_singular_bounds",
    "E7 growth": "growth_rate_approaches_the_spectral_radius",
    "E8 a moved gradient": "a_moved_start_moves_the_state_by_the_power_of_its_eigenvalue",
    "E9 tanh": "tanh_never_exceeds_the_largest_singular_value_to_the_lag",
    "E10 bump": "norms_of_powers_bump_though_the_spectral_radius_is_below_one",
    "E11 variance": "variance_of_a_product_of_random_weights_is_the_power_of_theirs",
    "E12 clipping": "clipping_keeps_the_direction_and_short_gradients",
    "E13 penalty": "the_penalty_is_zero_for_an_orthogonal_recurrence_and_else_as_written",
    "F1 delay alone": "delays_alone_shrink_gradients_with_the_steps_over_the_delay",
    "F2 both delays": "skip_connections_may_explode_though_both_weights_are_below_one",
    "F3 shortest way": "the_shortest_way_takes_as_many_long_steps_as_fit",
    "F4, F6, F7 impulse": "leaky_unit_answers_an_impulse_by_powers_that_sum_to_one_with_the_mean_lag_of_its_memory",
    "F5 filter": "a_leaky_unit_of_any_time_constant_equals_scipys_filter",
    "F8 gradient kept": "leaky_unit_keeps_a_gradient_by_the_power_of_what_it_keeps",
    "F9 time constant": "time_constants_are_those_of_the_impulse_response",
    "F10 extremes": "leaky_unit_that_keeps_nothing_copies_and_that_keeps_all_never_moves",
    "F11 learned leak": "gradient_of_the_learned_leak_equals_central_differences",
    "F12 LSTM as leaky unit": "an_lstm_with_constant_gates_is_a_leaky_unit",
    "F12 GRU as leaky unit": "a_gru_with_a_constant_update_gate_is_a_leaky_network",
    "F13 no tick": "clockwork_groups_that_do_not_tick_are_unchanged_to_the_bit",
    "F14 all periods one": "clockwork_with_all_periods_one_is_a_network_with_a_block_triangular_matrix",
    "F15 mask": "the_clockwork_mask_keeps_half_of_the_weights_and_the_diagonal",
    "F16 weights": "clockwork_has_half_the_recurrent_weights_and_half_a_group_more",
    "F17 updates": "groups_update_as_often_as_their_period_goes_into_the_steps",
    "F18 identity without a tick": "clockwork_passes_a_gradient_unchanged_through_the_steps_without_a_tick",
    "F19 one group": "a_clockwork_network_of_one_group_is_a_plain_network",
    "G3 reset": "reset_before_and_after_the_matrix_agree_only_for_a_diagonal_matrix_without_inner_bias",
    "G4 candidate": "sigmoid_candidate_is_half_a_tanh_of_half_its_weights",
    "G5 peepholes": "peepholes_of_weight_zero_are_an_lstm_and_cost_three_weights_a_unit",
    "G6 number of weights": "number_of_learned_weights",
    "G7 bounds": "hidden_state_is_below_one_and_the_cell_grows_by_at_most_one_a_step",
    "G8, G13 constant error": "an_open_forget_gate_and_gates_without_the_past_carry_errors_unchanged",
    "G8 along the cell": "the_cell_keeps_the_product_of_its_forget_gates",
    "G9 shut forget gate": "a_shut_forget_gate_forgets_at_once",
    "G10 open update gate": "an_open_update_gate_keeps_the_state_to_the_bit",
    "G10 shut update gate": "a_shut_update_gate_replaces_the_state_by_the_candidate",
    "G11 forget bias": "forget_bias_of_one_keeps_three_quarters_of_the_gradient_at_the_start",
    "G12 the book's GRU": "the_books_gru_is_chos_with_gates_that_read_the_input_of_the_step_before",
    "H1 spectral radius": "reservoir_has_the_spectral_radius_that_its_text_says",
    "H2 contraction": "echo_states_draw_together_by_the_largest_singular_value_a_step",
    "H3 no echo": "a_spectral_radius_above_one_keeps_no_echo_of_a_small_start",
    "H4 ridge regression": "ridge_regression_is_where_the_gradient_is_zero",
    "H5 only the readout": "a_fitted_readout_has_no_gradient_left_and_all_other_weights_are_as_before",
    "H6 delay line": "a_delay_line_holds_as_many_inputs_as_units",
    "H7 held out": "capacity_is_at_most_the_number_of_units_on_steps_held_out_only",
    "H8 rank": "capacity_of_a_linear_reservoir_is_the_rank_of_what_inputs_reach",
    "H9 leak": "leak_mixes_the_reservoir_with_what_it_was",
    "H10 Lyapunov exponent": "lyapunov_exponent_of_a_linear_recurrence_is_log_rho",
    "H11 decay": "a_potential_decays_exactly_with_its_time_constant",
    "H12, H14 intervals": "the_time_between_spikes_is_refractory_time_and_climb",
    "H13 background": "background_alone_is_silent_and_a_strong_current_waits_out_the_refractory_time",
    "H15 connections": "connections_are_as_many_as_their_probabilities_say",
    "H16 inhibitory": "the_column_has_135_neurons_of_which_27_are_inhibitory",
    "H17 Mackey-Glass": "mackey_glass_has_the_known_variance",
}


@pytest.fixture(scope="module")
def written() -> set[str]:
    """Return the names of all tests here."""
    files = [one for one in HERE.rglob("test_*.py") if one != Path(__file__)]
    return {name for one in files for name in re.findall(r"def test_(\w+)", one.read_text())}


@pytest.mark.parametrize("law", LAWS)
def test_the_law_has_its_test(law: str, written: set[str]) -> None:
    assert LAWS[law] in written
