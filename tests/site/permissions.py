"""Who may open which address, and who may read which secret: the tables the tests compare every answer with.

`TABLE` gives for each address, by its name (`name:which` for another thing at the same address), a letter a role for
opening it and one for sending it an empty form:

    o  an answer, be it a page, a way on, or a form with its faults     h  hidden: there is no such thing
    s  signs in first                                                   r  refused, with the reason
    a  gives the password again                                         -  not by this method
"""

from __future__ import annotations

ROLES = (
    "anonymous",
    "officer",
    "delegate",
    "stranger",
    "expired",
    "partner",
    "moderator",
    "editor",
    "drafter",
    "body",
    "administrator",
)
# More people, whom each address answers as it answers another one, but for what `OTHERWISE` says.
LIKE = {
    "focal point": "officer",
    "substitute": "officer",
    "standing in": "delegate",
    "section staff": "drafter",
    "other focal point": "stranger",
    "other editor": "editor",
    "former administrator": "expired",
    "former moderator": "expired",
}
EVERYBODY = (*ROLES, *LIKE)

# The columns stand in the order of ROLES.
TABLE = """
accessibility                            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
account                                  get   s o o o o o o o o o o
                                         post  s o o o o o o o o o o
account_calendar                         get   s - - - - - - - - - -
                                         post  s o o o o o o o o o o
account_change_password                  get   s o o o o o o o o o o
                                         post  s o o o o o o o o o o
account_confirm_email                    get   o o o o o o o o o o o
                                         post  h h h h h h h h h h h
account_confirm_login_code               get   s o o o o o o o o o o
                                         post  s o o o o o o o o o o
account_data                             get   s a a a a a a a a a a
                                         post  s a a a a a a a a a a
account_email                            get   s o o o o o o o o o o
                                         post  s o o o o o o o o o o
account_email_verification_sent          get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
account_erase                            get   s a a a a a a a a a a
                                         post  s a a a a a a a a a a
account_inactive                         get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
account_login                            get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
account_logout                           get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
account_reauthenticate                   get   s o o o o o o o o o o
                                         post  s o o o o o o o o o o
account_confirm_reauthentication_code    get   s r r r r r r r r r r
                                         post  s r r r r r r r r r r
account_request_reauthentication_code    get   s r r r r r r r r r r
                                         post  s r r r r r r r r r r
account_request_login_code               get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
account_reset_password                   get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
account_reset_password_done              get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
account_reset_password_from_key          get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
account_reset_password_from_key_done     get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
account_set_password                     get   s o o o o o o o o o o
                                         post  s o o o o o o o o o o
account_signup                           get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
alignment                                get   s h h h h h o o h h h
                                         post  s h h h h h o o h h h
alignment:asked                          get   s h h h h h o o h h h
                                         post  s h h h h h o o h h h
amendment                                get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
amendment:theirs                         get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
amendment:undone                         get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
amendment_act:confirm                    get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
amendment_act:discard                    get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
amendment_act:keep                       get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
amendment_act:send                       get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
amendment_act:take-back                  get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
amendment_act:undo                       get   s r r h h h h h h h h
                                         post  s o o h h h h h h h h
amendment_act:withdraw                   get   s r o h h h h h h h h
                                         post  s o o h h h h h h h h
amendment_notes                          get   s o o o h o h h h h h
                                         post  s o o o h o h h h h h
amendment_resolution:confirmed           get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
amendment_resolution:draft               get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
amendment_resolution:entered             get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
amendment_resolution:laid                get   s o o h h h o h h h h
                                         post  s o o h h h o h h h h
amendment_resolution_file:confirmed      get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
amendment_resolution_file:draft          get   h o o h h h h h h h h
                                         post  - - - - - - - - - - -
amendment_comments                       get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
amendment_edit                           get   s r r h h h h h h h h
                                         post  s r r h h h h h h h h
amendment_send_back                      get   s r o h h h h h h h h
                                         post  s r o h h h h h h h h
amendment_together:carry-on              get   s - - - - - - - - - -
                                         post  s o o o h o h h h h h
amendment_together:join                  get   s - - - - - - - - - -
                                         post  s o o o h o h h h h h
amendment_together:leave                 get   s - - - - - - - - - -
                                         post  s o o o h o h h h h h
amendment_together:retire                get   s - - - - - - - - - -
                                         post  s o o o h o h h h h h
amendment_translation                    get   s o o h h h o o h h h
                                         post  s o o h h h o o h h h
amendments                               get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api                                      get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_amendment                            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_amendment:theirs                     get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_amendments                           get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_campaign_report                      get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_charter                              get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_charters                             get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_cities                               get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_city                                 get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_city:withheld                        get   h h h h h h h h h h h
                                         post  - - - - - - - - - - -
api_comments                             get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_comment                              get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_decisions                            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_frameworks                           get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_help_entries                         get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_help_entry                           get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_help_entry:removed                   get   h h h h h h h h h h h
                                         post  - - - - - - - - - - -
api_milestones                           get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_waves                                get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_processes                            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_events                               get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_initiative                           get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_initiative:awaiting                  get   h h h h h h h h h h h
                                         post  - - - - - - - - - - -
api_initiatives                          get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_docs                                 get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_openapi                              get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_origins                              get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_pledge_to_text                       get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_provision                            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_provisions                           get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_round                                get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_rounds                               get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_version                              get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_versions                             get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
api_wordings                             get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
article                                  get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
article:working                          get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
article_notes                            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
article_origins                          get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
calendar_file                            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
campaign_report                          get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
campaign_report_rows                     get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
change_log                               get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
charter                                  get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
city                                     get   s o o o r o r r r r r
                                         post  s - - - - - - - - - -
city_frameworks                          get   s o o o r r r r r r r
                                         post  s - - - - - - - - - -
city_framework_new                       get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
city_framework                           get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
city_framework_delete                    get   s - - - - - - - - - -
                                         post  s o o h h h h h h h h
city_help_entries                        get   s o o o r o r r r r r
                                         post  s - - - - - - - - - -
city_help_entry                          get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
city_help_entry_close                    get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
city_help_entry_new                      get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
city_initiatives                         get   s o o o r r r r r r r
                                         post  s - - - - - - - - - -
city_initiative_new                      get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
city_initiative                          get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
city_initiative_send                     get   s - - - - - - - - - -
                                         post  s o o h h h h h h h h
city_initiative_return                   get   s - - - - - - - - - -
                                         post  s r o h h h h h h h h
city_initiative_delete                   get   s - - - - - - - - - -
                                         post  s o o h h h h h h h h
city_initiative_rule                     get   s - - - - - - - - - -
                                         post  s r o h h h h h h h h
city_links                               get   s r o h h h h h h h h
                                         post  s r o h h h h h h h h
city_letter                              get   s o o h h h o h h h h
                                         post  s - - - - - - - - - -
city_letter_pdf                          get   s o o h h h o h h h h
                                         post  s - - - - - - - - - -
city_position_sheet                      get   s o o h h h h h h h h
                                         post  s - - - - - - - - - -
city_position_sheet_pdf                  get   s o o h h h h h h h h
                                         post  s - - - - - - - - - -
city_news_read                           get   s - - - - - - - - - -
                                         post  s o o o h o h h h h h
city_paper                               get   s o o h h h o h h h h
                                         post  s o o h h h o h h h h
city_paper_file                          get   s o o h h h o h h h h
                                         post  s - - - - - - - - - -
city_paper:imported                      get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
city_paper_file:imported                 get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
city_comments                            get   s o o o r o o r r r r
                                         post  s o o o r o o r r r r
city_papers                              get   s o o o r o r r r r r
                                         post  s o o o r o r r r r r
city_positions                           get   s o o o r o r r r r r
                                         post  s - - - - - - - - - -
comment_translation                      get   s h h o h h o o h h h
                                         post  s h h o h h o o h h h
compare                                  get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
compare_article                          get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
compromise_answer                        get   s o o o h h h h h h h
                                         post  s o o o h h h h h h h
concordance                              get   s h h h h h o o o o o
                                         post  s - - - - - - - - - -
decision_reply                           get   s r o h h h h h h h h
                                         post  s r o h h h h h h h h
decisions                                get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
desk                                     get   s h h h h h o h h o h
                                         post  s - - - - - - - - - -
desk_article                             get   s h h h h h o h h o h
                                         post  s - - - - - - - - - -
desk_articles                            get   s h h h h h o h h o h
                                         post  s - - - - - - - - - -
desk_assign_together                     get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_comments                            get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_compromise                          get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_compromise_answers                  get   s h h h h h o h h o h
                                         post  s h h h h h o h h o h
desk_compromises                         get   s h h h h h o h h o h
                                         post  s - - - - - - - - - -
desk_corrigenda                          get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_corrigendum                         get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_corrigendum_start                   get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
desk_decide                              get   s h h h h h o h h o h
                                         post  s h h h h h o h h h h
desk_decide_together                     get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_divide                              get   s h h h h h r h h h r
                                         post  s h h h h h r h h h r
desk_decision_type                       get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_decision_types                      get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_earlier_text                        get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_earlier_texts                       get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_email                               get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_emails                              get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_evidence                            get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_exception                           get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_exception_end                       get   s - - - - - - - - - -
                                         post  s h h h h h o h h h h
desk_first_steps                         get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_frameworks                          get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
desk_framework                           get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_initiatives                         get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
desk_initiative                          get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_handling                            get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_help_entries                        get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
desk_help_entry                          get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_history                             get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
desk_import                              get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_import_look                         get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_invitations                         get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_campaign_links                      get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_invitation_letter                   get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_join                                get   s h h h h h r h h h r
                                         post  s h h h h h r h h h r
desk_joining                             get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_joining_remind                      get   s - - - - - - - - - -
                                         post  s h h h h h o h h h o
desk_keep                                get   s - - - - - - - - - -
                                         post  s h h h h h o h h h h
desk_kind                                get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_kinds                               get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_late                                get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_letter_again                        get   s - - - - - - - - - -
                                         post  s h h h h h o h h h h
desk_letters                             get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
desk_mandate                             get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_matter                              get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_member                              get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_member:partner                      get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_member_change                       get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_member_entry                        get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_member_new                          get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_members                             get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_members_export                      get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_members_file                        get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_merge                               get   s h h h h h o h h o h
                                         post  s - - - - - - - - - -
desk_merge_apply                         get   s h h h h h o h h o h
                                         post  s h h h h h o h h h h
desk_merge_copies                        get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_clean_copy                          get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_clean_copy_file                     get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
desk_merge_choose                        get   s h h h h h o h h o h
                                         post  s h h h h h o h h h h
desk_merge_discard                       get   s h h h h h o h h o h
                                         post  s h h h h h o h h h h
desk_merge_refer                         get   s h h h h h o h h o h
                                         post  s h h h h h o h h h h
desk_merge_redo                          get   s h h h h h o h h o h
                                         post  s h h h h h o h h h h
desk_merge_release                       get   s h h h h h o h h o h
                                         post  s h h h h h o h h h h
desk_merge_resolve                       get   s h h h h h o h h o h
                                         post  s h h h h h o h h h h
desk_merge_reverse                       get   s h h h h h o h h o h
                                         post  s h h h h h o h h h h
desk_merge_undo                          get   s h h h h h o h h o h
                                         post  s h h h h h o h h h h
desk_merge_now                           get   s h h h h h o h h o h
                                         post  s - - - - - - - - - -
desk_merges                              get   s h h h h h o h h o h
                                         post  s h h h h h o h h o h
desk_milestone                           get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_milestone_delete                    get   s - - - - - - - - - -
                                         post  s h h h h h o h h h o
desk_milestones                          get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_phrases                             get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_participation                       get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_participation_calls                 get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_participation_remind                get   s - - - - - - - - - -
                                         post  s h h h h h o h h h o
desk_pledge                              get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_pledge_accept                       get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_pledge_ask                          get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_pledge_correct                      get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_pledge_decline                      get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_pledge_delete                       get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_pledge_forget                       get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_pledge_letter                       get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_pledge_new                          get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_pledge_remind                       get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_pledge_scan                         get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_native_readers                      get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_on_behalf                           get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_papers                              get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_provision                           get   s h h h h h o h h o h
                                         post  s - - - - - - - - - -
desk_publish                             get   s h h h h h o h h o h
                                         post  s h h h h h o h h o h
desk_put_words                           get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_receipt_file                        get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
desk_receipt_strike                      get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_release                             get   s h h h h h o h h o h
                                         post  s h h h h h o h h o h
desk_reply_remove                        get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_role_end                            get   s - - - - - - - - - -
                                         post  s h h h h h o h h h o
desk_roles                               get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_round_history                       get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
desk_rounds                              get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_sections                            get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_settings                            get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_share                               get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_support                             get   s h h h h h o h h h o
                                         post  s - - - - - - - - - -
desk_support_act:password                get   s - - - - - - - - - -
                                         post  s h h h h h o h h h o
desk_support_act:unlock                  get   s - - - - - - - - - -
                                         post  s h h h h h o h h h o
desk_text_structure                      get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_theme                               get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_themes                              get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_timetable                           get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_trials                              get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
desk_undo                                get   s - - - - - - - - - -
                                         post  s h h h h h o h h h h
desk_views                               get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
desk_waiting                             get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
desk_wave                                get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
desk_wave_delete                         get   s - - - - - - - - - -
                                         post  s h h h h h o h h h o
desk_waves                               get   s h h h h h o h h h o
                                         post  s h h h h h o h h h o
download                                 get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
download:changes                         get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
download:decisions                       get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
downloads                                get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
downloads:article                        get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
downloads:changes                        get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
downloads:decisions                      get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
draft:confirmed                          get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
draft:draft                              get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
draft:entered                            get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
draft:laid                               get   s o o h h h o h h h h
                                         post  s o o h h h o h h h h
draft:second                             get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
draft:sent                               get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
draft:theirs                             get   s h h o h h h h h h h
                                         post  s h h o h h h h h h h
draft_check:confirmed                    get   s o o h h h h h h h h
                                         post  s - - - - - - - - - -
draft_check:draft                        get   s o o h h h h h h h h
                                         post  s - - - - - - - - - -
draft_check:entered                      get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
draft_check:laid                         get   s o o h h h o h h h h
                                         post  s - - - - - - - - - -
draft_check:second                       get   s o o h h h h h h h h
                                         post  s - - - - - - - - - -
draft_check:sent                         get   s o o h h h h h h h h
                                         post  s - - - - - - - - - -
draft_check:theirs                       get   s h h o h h h h h h h
                                         post  s - - - - - - - - - -
draft_document:confirmed                 get   s o o h h h h h h h h
                                         post  s - - - - - - - - - -
draft_document:draft                     get   s o o h h h h h h h h
                                         post  s - - - - - - - - - -
draft_document:entered                   get   s h h h h h o h h h h
                                         post  s - - - - - - - - - -
draft_document:laid                      get   s o o h h h o h h h h
                                         post  s - - - - - - - - - -
draft_document:second                    get   s o o h h h h h h h h
                                         post  s - - - - - - - - - -
draft_document:sent                      get   s o o h h h h h h h h
                                         post  s - - - - - - - - - -
draft_document:theirs                    get   s h h o h h h h h h h
                                         post  s - - - - - - - - - -
draft_notes:confirmed                    get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
draft_notes:draft                        get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
draft_notes:entered                      get   s h h h h h h h h h h
                                         post  s h h h h h h h h h h
draft_notes:laid                         get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
draft_notes:second                       get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
draft_notes:sent                         get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
draft_notes:theirs                       get   s h h o h h h h h h h
                                         post  s h h o h h h h h h h
favicon                                  get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
feed_decisions                           get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
feed_milestones                          get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
feed_waves                               get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
feed_processes                           get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
feed_events                              get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
feed_frameworks                          get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
feed_help_entries                        get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
feed_initiatives                         get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
feed_member                              get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
feed_member:withheld                     get   h h h h h h h h h h h
                                         post  - - - - - - - - - - -
feed_provision                           get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
feed_round                               get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
feed_versions                            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
frameworks                               get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
framework_document                       get   h o o h h h o h h h h
                                         post  - - - - - - - - - - -
frameworks_table                         get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
help_entries                             get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
help_entries_table                       get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
help_entry                               get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
help_entry:removed                       get   h o o h h h o h h h h
                                         post  - - - - - - - - - - -
help_replies                             get   s o o o h h o h h h h
                                         post  s o o o h h h h h h h
help_reply                               get   s r r o r o r r r r r
                                         post  s - - - - - - - - - -
initiative                               get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
initiative:awaiting                      get   h o o h h h h h h h h
                                         post  - - - - - - - - - - -
initiatives_table                        get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
milestone_picture                        get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
initiative_picture                       get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
initiative_picture:awaiting              get   h o o h h h h h h h h
                                         post  - - - - - - - - - - -
follow                                   get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
follow:withheld                          get   h h h h h h h h h h h
                                         post  h h h h h h h h h h h
follow_confirm                           get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
follow_end                               get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
glossary                                 get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
glossary_concept                         get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
glossary_import                          get   s h h h h h o o h h h
                                         post  s h h h h h o o h h h
glossary_new                             get   s h h h h h o o h h h
                                         post  s h h h h h o o h h h
glossary_table                           get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
glossary_term                            get   s h h h h h o o h h h
                                         post  s h h h h h o o h h h
health                                   get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
health_of_web                            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
interface_text                           get   s o o o o o o o o o o
                                         post  s h h h h h h o h h h
interface_text_report                    get   s o o o o o o o o o o
                                         post  s o o o o o o o o o o
interface_texts                          get   s h h h h h o o h h h
                                         post  s - - - - - - - - - -
interface_texts_file                     get   s h h h h h o o h h h
                                         post  s - - - - - - - - - -
invitation                               get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
invitation_act                           get   s - - - - - - - - - -
                                         post  s r o h h h o h h h o
join                                     get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
join_check                               get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
join_confirm                             get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
join_delete                              get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
join_paper                               get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
join_page                                get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
join_sheet                               get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
earlier_compare                          get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
earlier_text                             get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
earlier_text:unpublished                 get   h h h h h h h h h h h
                                         post  - - - - - - - - - - -
earlier_texts                            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
editions                                 get   s h h h h h o h h h h
                                         post  s h h h h h o h h h h
language_findings                        get   s h h h h h o o o o o
                                         post  s - - - - - - - - - -
language_question                        get   s o o h h h h h h h h
                                         post  s o o h h h h h h h h
language_style                           get   s h h h h h o o h h h
                                         post  s h h h h h o o h h h
language_work                            get   s h h h h h o o h h h
                                         post  s h h h h h o o h h h
language_work_file                       get   s h h h h h o o h h h
                                         post  s - - - - - - - - - -
languages                                get   s h h h h h o o o o o
                                         post  s - - - - - - - - - -
mail_preferences                         get   s o o o o o o o o o o
                                         post  s o o o o o o o o o o
look_colours                             get   h h h h h h h h h h h
                                         post  - - - - - - - - - - -
look_logo                                get   h h h h h h h h h h h
                                         post  - - - - - - - - - - -
mail_stop                                get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
mandate_end                              get   s r o h h h o h h h o
                                         post  s r o h h h o h h h o
member                                   get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
member:withheld                          get   h h h h h h h h h h h
                                         post  - - - - - - - - - - -
member_text                              get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
member_text:withheld                     get   h h h h h h h h h h h
                                         post  - - - - - - - - - - -
members                                  get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
mfa_activate_totp                        get   s a a a a a a a a a a
                                         post  s a a a a a a a a a a
mfa_add_webauthn                         get   s a a a a a a a a a a
                                         post  s a a a a a a a a a a
mfa_authenticate                         get   s o o o o o o o o o o
                                         post  s o o o o o o o o o o
mfa_deactivate_totp                      get   s h h h h h a h a h a
                                         post  s h h h h h a h a h a
mfa_download_recovery_codes              get   s h h h h h h h h h h
                                         post  s h h h h h h h h h h
mfa_edit_webauthn                        get   s a a a a a a a a a a
                                         post  s a a a a a a a a a a
mfa_generate_recovery_codes              get   s a a a a a a a a a a
                                         post  s a a a a a a a a a a
mfa_index                                get   s o o o o o o o o o o
                                         post  s - - - - - - - - - -
mfa_list_webauthn                        get   s o o o o o o o o o o
                                         post  s - - - - - - - - - -
mfa_login_webauthn                       get   s o o o o o o o o o o
                                         post  s o o o o o o o o o o
mfa_reauthenticate                       get   s a a a a a o a o a o
                                         post  s a a a a a o a o a o
mfa_reauthenticate_webauthn              get   s a a a a a a a a a a
                                         post  s a a a a a a a a a a
mfa_remove_webauthn                      get   s a a a a a a a a a a
                                         post  s a a a a a a a a a a
mfa_view_recovery_codes                  get   s h h h h h h h h h h
                                         post  s - - - - - - - - - -
milestones                               get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
old_cancelled                            get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
old_connections                          get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
old_error                                get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
old_signup                               get   o o o o o o o o o o o
                                         post  o o o o o o o o o o o
own_calendar_file                        get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
openid_connect_callback                  get   h h h h h h h h h h h
                                         post  h h h h h h h h h h h
openid_connect_login                     get   h h h h h h h h h h h
                                         post  h h h h h h h h h h h
page_texts                               get   s h h h h h h h h h h
                                         post  s - - - - - - - - - -
people                                   get   s o o o r o r r r r r
                                         post  s - - - - - - - - - -
people_away                              get   s r o h h h o h h h o
                                         post  s r o h h h o h h h o
people_invite                            get   s r o h h h o h h h o
                                         post  s r o h h h o h h h o
picture                                  get   h h h h h h h h h h h
                                         post  - - - - - - - - - - -
pledge_to_text                           get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
pledge_to_text_table                     get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
position                                 get   s - - - - - - - - - -
                                         post  s o o o o o o o o o o
privacy                                  get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
propose                                  get   s o o o r r r r r r r
                                         post  r o o o o o o o o o o
propose_changes                          get   s - - - - - - - - - -
                                         post  s o o o r o o o o o o
provision                                get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
provision_comments                       get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
reasons                                  get   s h h h h h o o h h h
                                         post  s h h h h h o o h h h
remark                                   get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
remark_edit                              get   s h h o h h h h h h h
                                         post  s h h o h h h h h h h
remark_post:amendment                    get   s o o o r o o o o o o
                                         post  s o o o o o o o o o o
remark_post:provision                    get   s o o o r o o o o o o
                                         post  s o o o o o o o o o o
remark_remove                            get   s h h o h h o h h h h
                                         post  s h h o h h o h h h h
remark_report                            get   s o o o o o o o o o o
                                         post  s o o o r o o o o o o
remark_take_up                           get   s o o o r r r r r r r
                                         post  s o o o r r r r r r r
robots                                   get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
root                                     get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
round                                    get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
round_figures                            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
round_referred                           get   h h h h h h h h h h h
                                         post  - - - - - - - - - - -
rounds                                   get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
search                                   get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
section                                  get   s h h h h h h h h h h
                                         post  s - - - - - - - - - -
security                                 get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
sitemap                                  get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
socialaccount_connections                get   s o o o o o o o o o o
                                         post  s o o o o o o o o o o
socialaccount_login_cancelled            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
socialaccount_login_error                get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
socialaccount_signup                     get   s s s s s s s s s s s
                                         post  s s s s s s s s s s s
suggest                                  get   s - - - - - - - - - -
                                         post  s o o o o o o o o o o
suggested_answer                         get   s - - - - - - - - - -
                                         post  s r o r h o h h h h h
un_day                                   get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
usersessions_list                        get   s o o o o o o o o o o
                                         post  s o o o o o o o o o o
setup                                    get   h h h h h h h h h h h
                                         post  h h h h h h h h h h h
text_correction:accept                   get   s - - - - - - - - - -
                                         post  s h h h h h h r h h h
text_correction:refuse                   get   s - - - - - - - - - -
                                         post  s h h h h h h r h h h
text_correction:withdraw                 get   s - - - - - - - - - -
                                         post  s h h h h h h o h h h
text_report                              get   s - - - - - - - - - -
                                         post  s h h h h h r r h h h
theme                                    get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
theme_comments                           get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
themes                                   get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
verify                                   get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
verify_script                            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
verify_signature                         get   h h h h h h h h h h h
                                         post  - - - - - - - - - - -
version                                  get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
version:working                          get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
version_package                          get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
versions                                 get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
wagtail_serve                            get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
wave                                     get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
waves                                    get   o o o o o o o o o o o
                                         post  - - - - - - - - - - -
wagtailcore_authenticate_with_password   get   h h h h h h h h h h h
                                         post  h h h h h h h h h h h
wagtailcore_login                        get   s s s s s s s s s s s
                                         post  s s s s s s s s s s s
"""

# Where one of LIKE is answered in a way of its own.
OTHERWISE = """
invitation_act    post o focal point
invitation_act    post r standing in
mandate_end       get  r standing in
mandate_end       post r standing in
remark_edit       get  h other focal point
remark_edit       post h other focal point
remark_remove     get  h other focal point
remark_remove     post h other focal point
people_away       get  o focal point
people_away       post o focal point
people_away       get  r standing in
people_away       post r standing in
people_invite     get  o focal point
people_invite     post o focal point
people_invite     get  r standing in
people_invite     post r standing in
section           get  o section staff
languages         get  h section staff
concordance       get  h section staff
language_findings get  h section staff
mfa_deactivate_totp get  h section staff
mfa_deactivate_totp post h section staff
mfa_reauthenticate get  a section staff
mfa_reauthenticate post a section staff
alignment get  h other editor
alignment post h other editor
alignment:asked get  h other editor
alignment:asked post h other editor
amendment_translation get  h other editor
amendment_translation post h other editor
comment_translation get  h other editor
comment_translation post h other editor
glossary_import get  h other editor
glossary_import post h other editor
glossary_new get  h other editor
glossary_new post h other editor
glossary_term get  h other editor
glossary_term post h other editor
interface_text post h other editor
interface_texts get h other editor
interface_texts_file get h other editor
text_correction:accept post h other editor
text_correction:refuse post h other editor
text_correction:withdraw post h other editor
text_report post h other editor
language_style get  h other editor
language_style post h other editor
language_work get  h other editor
language_work post h other editor
reasons get  h other editor
reasons post h other editor
language_work_file get  h other editor
"""
# What is answered in another way when the round has closed.
CLOSED = """
amendment_send_back   get  r delegate
city_comments         get  r officer, delegate, stranger, partner, moderator
desk_participation_remind post r moderator, administrator
propose               get  r officer, delegate, stranger
propose               post r officer, delegate, stranger, expired, partner
propose               post r moderator, editor, drafter, body, administrator
remark_post:amendment get  r officer, delegate, stranger, partner, moderator
remark_post:amendment get  r editor, drafter, body, administrator
remark_post:provision get  r officer, delegate, stranger, partner, moderator
remark_post:provision get  r editor, drafter, body, administrator
remark_take_up        get  r officer, delegate, stranger
remark_take_up        post r officer, delegate, stranger
"""

DESK, KEEPERS = {"moderator", "body"}, {"moderator", "administrator"}
OWN = {"officer", "focal point", "delegate", "substitute", "standing in"}
OTHERS = {"stranger", "other focal point"}

# Words that stand in hidden things alone, and who may be sent them.
SECRETS: dict[str, set[str]] = {
    "numbat": OWN,  # a draft
    "vontsira": OWN,  # the resolution of the council on it
    "quokka": OWN,  # one that waits for its delegate
    "bandicoot": {"moderator"},  # what the desk enters on behalf of a member
    "mongoose": OWN | {"moderator"},  # the same, laid before the delegate
    "platypus": OWN,  # an officer's advice to the delegate
    "wombat": OWN,  # the draft of one whose confirmation was taken back
    "potto": OWN | {"moderator"},  # a local framework that the secretariat has not confirmed
    "kakapo": OWN,  # an initiative that awaits its delegate
    "solenodon": OWN | {"moderator"},  # an offer that the secretariat removed
    "saola": OWN | OTHERS | {"moderator"},  # a reply of another member to an offer
    "axolotl": OWN,  # what colleagues say about a draft
    "dugong": DESK,  # decisions before their release
    "pangolin": DESK | OWN | OTHERS,  # a compromise: those it was put to
    "okapi": DESK | OTHERS,  # a member's answer to it
    "narval": {"moderator", "editor"},  # words of a language before approval
    "dunnart": {"moderator"},  # what moderators note among themselves, and the views they keep
    "wambenger": {"moderator"},  # an earlier text that is not published
    "tenrec": {"moderator"},  # a clean copy of a legal service
    "tapir": {"moderator"},  # a file on its way in: its sender
    "numbfish": OWN | {"moderator"},  # a Word file that the member returned
    "hutia": {"moderator"},  # one that the secretariat imports for the member and made no draft of
    "chuditch": {"moderator"},  # why dates of the round would become earlier
    "caracal": {"moderator"},  # a corrigendum before its signature
    "gharial": KEEPERS,  # evidence of a mandate
    "lemming": KEEPERS | OWN,  # why a delegate is away
    "bilby": KEEPERS | {"delegate", "focal point"},  # an invitation
    "ocelot": KEEPERS,  # a form to join
    "jaguarundi": KEEPERS,  # one that came on paper
    "Saigaville": KEEPERS,  # a member that withholds its name
    "tarsier": {"moderator", "delegate"},  # a letter
    "jerboa": set(),  # what somebody follows
    "kinkajou": set(),  # a comment that was removed
    "Zorilla": KEEPERS | OWN,  # the name of an officer who does not show it
    "zorilla@": KEEPERS | {"officer"},
    "delegate-of-velmora": set(),  # an e-mail address of another member, whose page is not asked for
    "officer-of-union": KEEPERS | {"partner"},
    "vaquita": OWN | {"moderator", "editor"},  # a question of a language editor to a member
    "language_editor-fr": KEEPERS | {"editor"},
    "yapok": {"moderator", "editor"},  # a correction of an interface text before a second editor accepts it
    "mouflon": {"moderator", "editor", "officer"},  # a report of an interface text: its writer and the editors
    "thylacine": {"delegate"},  # the address of the delegate's own calendar
    "pademelon": KEEPERS,  # a page that is not published
    "wallaroo": KEEPERS,  # what is said of it within the administration
    "dibbler": KEEPERS,  # words of a published page that are not published yet
    "potoroo": KEEPERS,  # pages that one group alone reads
    "bettong": KEEPERS,  # a document, and a picture, of a closed collection
    "quoll": KEEPERS,
    "mulgara": KEEPERS,  # a draft of a section
    "ningaui": KEEPERS | {"drafter"},  # of the one that is assigned to the drafter
}
# Who may read it and finds it at no address: the advice waits on the page of who decides.
NOT_SHOWN = {
    "platypus": {"officer", "focal point", "substitute"},
    "okapi": {"stranger", "other focal point"},
    "ningaui": {"drafter"},
    "lemming": {"substitute"},  # stands in for a delegate who is not away here
}
# Who has the private link may read what it opens.
BY_LINK = {
    "invitation": {"bilby"},
    "join_page": {"ocelot"},
    "join_check": {"ocelot"},
    "join_confirm": {"ocelot"},
    "join_delete": {"ocelot"},
    "follow_confirm": {"jerboa"},
    "follow_end": {"jerboa"},
    "own_calendar_file": set(),
}
LETTERS = {"o": "in", "s": "sign in", "a": "again", "h": "hidden", "r": "refused", "-": "no"}


def read(closed: bool = False) -> dict[tuple[str, str, str], str]:
    """The class of answer by address, method and role, while the round is open or when it has closed."""
    answers: dict[tuple[str, str, str], str] = {}
    name = ""
    for line in filter(None, TABLE.splitlines()):
        *named, method = line[:46].split()
        name = named[0] if named else name
        for role, letter in zip(ROLES, line[46:].split(), strict=True):
            answers[name, method, role] = LETTERS[letter]
        answers |= {(name, method, role): answers[name, method, other] for role, other in LIKE.items()}
    answers |= _differences(OTHERWISE)
    if not closed:
        return answers
    differences = _differences(CLOSED)
    same = {
        (name, method, other): differences[name, method, role]
        for other, role in LIKE.items()
        for name, method, named in differences
        if named == role
    }
    return answers | same | differences


def _differences(table: str) -> dict[tuple[str, str, str], str]:
    """Rows of an address, a method, a letter, and the roles, with commas, that get it."""
    answers = {}
    for line in filter(None, table.splitlines()):
        name, method, letter, roles = line.split(maxsplit=3)
        answers |= {(name, method, role): LETTERS[letter] for role in roles.split(", ")}
    return answers
