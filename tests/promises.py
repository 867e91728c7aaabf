"""Each promise of the docs, word for word, and the tests that show it. A line is added where the doc gets one."""

R = "tests/reliability/"
PROMISES: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    "threat-model.md": [
        (
            "Log, settings, crash texts and temporary files hold no member",
            (
                R
                + "test_leaks.py::test_a_log_with_the_values_and_an_error_of_the_database_shows_no_member",
                "tests/gui/test_canaries.py::test_marked_members_leave_no_mark_in_logs_settings_or_temporary_files",
            ),
        ),
        (
            "SQLCipher (AES-256, HMAC per page)",
            (
                R + "test_leaks.py::test_no_file_of_the_register_holds_a_name_in_plain_text",
                R
                + "test_opening.py::test_a_flipped_bit_in_any_page_is_found_and_the_file_left_alone",
            ),
        ),
        (
            "a policy counts only when SYSTEM or administrators own it and its folder, whoever runs the program",
            (
                "tests/test_owner.py::test_only_the_system_and_administrators_are_it_also_for_an_administrator",
                "tests/test_owner.py::test_a_file_or_a_folder_that_anybody_laid_there_is_named_and_ignored",
            ),
        ),
        (
            "one verb, one key, one number: it prefills the search. It never opens a record, dials, sends or claims",
            (
                "tests/domain/test_links.py::test_anything_else_is_refused",
                "tests/gui/test_ringing.py::test_at_rest_the_number_is_searched_and_the_one_hit_is_highlighted_not_opened",
            ),
        ),
        (
            "limits on bytes, rows, cells and time; no XML entities",
            (
                "tests/services/test_register_hostile_files.py::test_a_hostile_file_is_refused_in_one_sentence_and_soon",
                R + "test_from_outside.py::test_a_csv_of_the_worst_content",
                R + "test_from_outside.py::test_a_workbook_of_the_worst_content",
                R + "test_from_outside.py::test_what_is_no_ordinary_file_is_refused_at_once",
                "tests/test_outside.py::test_what_comes_from_outside_is_read_by_the_one_reader",
            ),
        ),
        (
            "exports never begin a cell with a formula",
            ("tests/gui/test_desk.py::test_a_list_is_saved_without_formulas",),
        ),
        (
            "states written before the point of no return; doubt goes to a person",
            (
                R
                + "test_outbox.py::test_no_message_is_lost_and_none_is_sent_twice_without_a_person",
                "tests/services/test_sender.py::test_a_cut_after_the_dot_is_never_resent_until_a_person_says_so",
            ),
        ),
        (
            "TLS with verification; headers cannot be injected",
            (
                "tests/delivery/test_mail_faults.py::test_a_certificate_nobody_has_signed_is_for_it",
                "tests/delivery/test_mail.py::test_no_text_can_add_a_header",
                "tests/delivery/test_sms.py::test_no_text_can_become_part_of_the_request",
            ),
        ),
        (
            "an answer has a limit on size and on the time of the whole",
            (
                R
                + "test_answers_from_outside.py::test_an_answer_over_http_has_a_limit_on_time_and_size",
                R
                + "test_answers_from_outside.py::test_an_answer_over_smtp_has_a_limit_on_time_and_size",
                R + "test_answers_from_outside.py::test_a_greeting_of_tls_that_drips_is_cut_off",
            ),
        ),
        (
            "typed text becomes folded tokens, never syntax",
            ("tests/storage/test_search.py::test_hostile_text_is_only_text",),
        ),
        (
            "one transaction per inquiry, `synchronous=FULL`, WAL",
            (
                R + "test_power.py::test_a_power_cut_loses_no_acknowledged_inquiry_and_tears_none",
                R + "test_kill.py::test_kills_lose_no_acknowledged_inquiry_and_leave_none_half",
            ),
        ),
        (
            "a newer register is refused untouched",
            (R + "test_opening.py::test_a_register_from_a_newer_version_is_refused_byte_for_byte",),
        ),
        (
            "every wheel by hash from `uv.lock`; SBOM and licences of what is shipped",
            (
                "tests/windows/test_papers.py::test_everything_that_is_installed_has_a_hash",
                "tests/windows/test_papers.py::test_the_bill_names_every_part_with_its_hashes",
            ),
        ),
    ],
    "it.md": [
        (
            "`sentralbord-cli --help` viser alt",
            ("tests/test_installed.py::test_every_command_tells_its_version_and_how_it_is_used",),
        ),
        (
            "Den åpner alle sidene på et register som kastes etterpå",
            ("tests/test_installed.py::test_the_window_tests_itself",),
        ),
        (
            "Store og små bokstaver er det samme i gruppepolicy, men ikke i filen",
            (
                "tests/test_machine.py::test_group_policy_takes_any_case_and_names_a_group_it_cannot_read",
            ),
        ),
        (
            "Står det samme på begge, gjelder gruppepolicy",
            (
                "tests/domain/test_policies.py::test_group_policy_goes_before_the_file_and_a_fault_leaves_the_rest",
            ),
        ),
        (
            "blir navngitt, sett bort fra og skrevet i loggen",
            (
                "tests/test_machine.py::test_a_bad_file_is_named_and_ignored",
                "tests/gui/test_policies.py::test_a_fault_is_logged_by_name_alone",
            ),
        ),
        (
            "og feltet er låst i programmet med teksten «bestemt av IT»",
            ("tests/gui/test_policies.py::test_what_is_decided_is_locked_and_says_so",),
        ),
        (
            "Utgangskoder: 0 bra, 1 noe et menneske kan rette (én setning på stderr), 2 feil bruk",
            (
                "tests/test_cli.py::test_what_a_person_can_mend_is_one_sentence_and_exit_code_1",
                "tests/test_cli.py::test_wrong_usage_is_exit_code_2",
            ),
        ),
        (
            "Lenken åpner aldri et medlemsbilde, ringer aldri og sender ingenting",
            (
                "tests/gui/test_ringing.py::test_at_rest_the_number_is_searched_and_the_one_hit_is_highlighted_not_opened",
            ),
        ),
        (
            "En ny gjør den gamle ubrukelig i registeret og på kopiene",
            ("tests/services/test_keys_and_rights.py::test_an_older_code_opens_no_backup_either",),
        ),
        (
            "Å lage eller bytte koden eller passordsetningen krever administratorrollen, og blir logget",
            (
                "tests/services/test_keys_and_rights.py::test_only_an_administrator_exchanges_the_code_and_it_is_logged",
            ),
        ),
        (
            "Registeret må ligge på en disk i PC-en",
            ("tests/test_places.py::test_a_register_on_a_share_is_refused_and_nothing_is_made",),
        ),
    ],
    "reliability.md": [
        (
            "| R1 |",
            (R + "test_kill.py::test_kills_lose_no_acknowledged_inquiry_and_leave_none_half",),
        ),
        (
            "| R2 |",
            (R + "test_power.py::test_a_power_cut_loses_no_acknowledged_inquiry_and_tears_none",),
        ),
        (
            "| R3 |",
            (
                R
                + "test_disk_full.py::test_at_every_point_where_the_disk_gets_full_nothing_is_lost_and_it_goes_on",
            ),
        ),
        (
            "| R4 |",
            (
                R
                + "test_opening.py::test_a_flipped_bit_in_any_page_is_found_and_the_file_left_alone",
            ),
        ),
        (
            "| R7 |",
            (
                R
                + "test_keyring.py::test_the_printed_code_opens_it_on_another_pc_and_puts_the_key_in_that_keyring",
            ),
        ),
        ("| R8 |", (R + "test_marker.py::test_a_removed_log_is_told_and_not_a_byte_is_written",)),
        (
            "| R10 |",
            (
                R
                + "test_outbox.py::test_no_message_is_lost_and_none_is_sent_twice_without_a_person",
            ),
        ),
        (
            "| R11 |",
            (
                R
                + "test_starts.py::test_many_starts_at_once_are_one_window_and_a_kill_is_forgotten",
            ),
        ),
        (
            "| R12 |",
            (
                R + "test_fuzz.py::test_csv_files_of_the_worst_kind",
                R + "test_fuzz.py::test_procedure_files_of_the_worst_kind",
            ),
        ),
        (
            "| R13 |",
            (
                "tests/gui/test_canaries.py::test_marked_members_leave_no_mark_in_logs_settings_or_temporary_files",
            ),
        ),
        (
            "| R14 |",
            (R + "test_leaks.py::test_no_file_of_the_register_holds_a_name_in_plain_text",),
        ),
        (
            "| R15 |",
            (R + "test_clock.py::test_promises_through_a_night_of_summer_time_are_each_due_once",),
        ),
        (
            "| R16 |",
            ("tests/gui/test_tasks.py::test_ten_thousand_signals_do_not_bring_python_down",),
        ),
        (
            "| R19 |",
            (R + "test_from_outside.py::test_what_is_no_ordinary_file_is_refused_at_once",),
        ),
    ],
}  # each doc -> (words, tests)

LATER: dict[str, dict[str, str]] = {
    "threat-model.md": {
        "A thief with a backup": "backups change in issue 28",
        "Whoever passes an open desk": "roles and PIN change in issue 28",
        "A curious colleague": "roles and the trail change in issue 28",
        "A user whose data an administrator removes": "tried by dev.py windows",
        "A caller who pretends": "roles and the trail change in issue 28",
    },
    "it.md": {
        "Kort fortalt": "tried by dev.py windows",
        "Installere uten spørsmål": "tried by dev.py windows",
        "Intune": "not tried: needs a real PC",
        "Gruppepolicy (GPO)": "not tried: needs a real PC",
        "Det som ofte stopper et program": "says itself that it was not tried",
        "Sikkerhetskopi": "backups change in issue 28",
        "Fjerne": "tried by dev.py windows",
        "Personvern i drift": "roles and the trail change in issue 28",
        "Felles register på en tjener": "the server's rights change in issue 28",
        "Prøvd under Wine": "tells what dev.py windows tries",
        "Se dette på en ekte PC før hver utgivelse": "a list to do by hand",
    },
    "reliability.md": {
        "R5": "backups change in issue 28",
        "R6": "backups change in issue 28",
        "R9": "the server changes in issue 28",
    },
}
"""The parts of a doc none of whose words is in the list yet, and why."""
