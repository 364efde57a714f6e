"""Who leads in the tables, and what a forger writes into them: SQL, the row named, and why."""

PARTY = (
    "insert into participant (election_id, kind, code, name, short, local_to)"
    " values (1, 'party', 'X', 'Partai X', 'X', '')"
)
LEADERS = (
    PARTY,
    "insert into mandate (person_id, participant_id, station_id, slot, active) values"
    " (1, 1, 7, 1, true), (2, 1, 8, 1, true)",
    "insert into role (person_id, role, election_id, area_id) values (3, 'coordinator', 1, 1),"
    " (4, 'coordinator', 1, 2)",
    "update role set ended_at = now() where id = 2",
    "insert into mandate_request (receipt, mandate_id, author_id, state)"
    " values ('M-7QKD', 1, 3, 'waiting')",
    "update mandate_request set state = 'done', decided_by = 5, decided_at = now()",
    "insert into vote_request (receipt, station_id, contests, kind, reason, author_id, state)"
    " values ('U-7QKD', 4, '{1}', 'psu', 'because', 3, 'waiting')",
    "update vote_request set state = 'rejected', decided_by = 5, decided_at = now()",
)
"""Two mandates, a leader and one who was, and a second person's word about each kind."""
HARM = [
    ("update revision set votes = '{100,60,0}' where id = 1", "revision:1", "it was changed"),
    ("update revision set valid = 161 where id = 1", "revision:1", "it was changed"),
    ("update revision set findings = '[]', reason = 'x' where id = 3", "revision:3", "changed"),
    ("update revision set read_from = '[1]' where id = 3", "revision:3", "it was changed"),
    ("update revision set said_by = 2 where id = 3", "revision:3", "it was changed"),
    ("delete from revision where id = 5", "revision:5", "it was deleted"),
    ("update report set station_id = 8 where id = 5", "report:5", "it was changed"),
    ("update report set person_id = 3 where id = 5", "report:5", "it was changed"),
    ("update report set withdrawn_at = now() where id = 2", "report:2", "it was changed"),
    ("delete from report where id = 8", "report:8", "it was deleted"),
    ("update photo set sha256 = decode(repeat('cd', 32), 'hex')", "photo:1", "it was changed"),
    ("update photo set path = 'cd/other.jpg'", "photo:1", "it was changed"),
    ("update photo set reading = '{\"pages\": [{}]}'", "photo:1", "it was changed"),
    ("update photo set forwarded = true", "photo:1", "it was changed"),
    ("delete from photo", "photo:1", "it was deleted"),
    ("update event set payload = 'ppwp 100 60 0'", "event:018f", "it was changed"),
    ("update event set received_at = now() - interval '1 day'", "event:018f", "it was changed"),
    ("delete from event", "event:018f", "it was deleted"),
    (
        "insert into revision (report_id, number, votes, detail, findings, receipt, said_by)"
        " values (1, 2, '{1,2,3}', 'totals', '[]', 'P-XXXX', 1)",
        "revision:9",
        "it slipped in past the log",
    ),
    (
        "insert into vote_version (station_id, contest_id, version, kind, reason, person_id)"
        " values (1, 1, 2, 'psu', 'because', 1)",
        "vote_version:1.1.2",
        "it slipped in past the log",
    ),
    (
        "insert into decision (station_id, contest_id, version, person_id, revision_id, cells,"
        " seen, reason) values (4, 1, 1, 3, 6, '[\"3\"]', '[6, 7]', 'because')",
        "decision:1",
        "it slipped in past the log",
    ),
    (
        "update station_result set revision_id = 7, state = 'confirmed' where state = 'disputed'",
        "result:9801011002002 ppwp 0",
        "another result counts",
    ),
    (
        "update station_result set state = 'confirmed', evidence = '[\"reviewer\"]'"
        " where state = 'reported' and contest_id = 1",
        "result:9801011002001 ppwp 0",
        "another result counts",
    ),
    (
        "update station_result set evidence = '[\"reviewer\"]' where station_id = 1"
        " and contest_id = 1",
        "result:9801011001001 ppwp 0",
        "it claims to be confirmed by what does not confirm it",
    ),
    ("delete from station_result where station_id = 1", "result:98010110", "is not counted"),
    ("update mandate set person_id = 4 where id = 1", "mandate:1", "it was changed"),
    ("update mandate set station_id = 3 where id = 1", "mandate:1", "it was changed"),
    ("update mandate set given_by = 3 where id = 1", "mandate:1", "it was changed"),
    ("update mandate set created_at = '2024-01-01' where id = 1", "mandate:1", "it was changed"),
    ("update mandate set late = true where id = 1", "mandate:1", "it was changed"),
    ("update mandate set waits = true where id = 1", "mandate:1", "it was changed"),
    ("update mandate set active = false where id = 1", "mandate:1", "it was changed"),
    ("update mandate set ended_at = '2024-01-01' where id = 1", "mandate:1", "it was changed"),
    ("delete from mandate where id = 2", "mandate:2", "it was deleted"),
    (
        "insert into mandate (person_id, participant_id, station_id, slot, active)"
        " values (3, 1, 1, 2, true)",
        "mandate:3",
        "it slipped in past the log",
    ),
    ("update role set role = 'administrator' where id = 1", "role:1", "it was changed"),
    ("update role set area_id = null where id = 1", "role:1", "it was changed"),
    ("update role set person_id = 2 where id = 1", "role:1", "it was changed"),
    ("update role set created_at = '2024-01-01' where id = 1", "role:1", "it was changed"),
    ("update role set ended_at = '2024-01-01' where id = 1", "role:1", "it was changed"),
    ("update role set ended_at = null where id = 2", "role:2", "it was changed"),
    ("delete from role where id = 1", "role:1", "it was deleted"),
    (
        "insert into role (person_id, role, election_id) values (1, 'administrator', 1)",
        "role:3",
        "it slipped in past the log",
    ),
    (
        "update mandate_request set decided_by = 4 where id = 1",
        "mandate_request:1",
        "it was changed",
    ),
    ("delete from mandate_request", "mandate_request:1", "it was deleted"),
    ("update vote_request set decided_by = 4 where id = 1", "vote_request:1", "it was changed"),
    ("update vote_request set state = 'waiting'", "vote_request:1", "it was changed"),
    ("delete from vote_request", "vote_request:1", "it was deleted"),
    ("update recap set votes[1] = votes[1] + 1 where area_id = 1", "recap:0 ppwp 0", "1 is stored"),
    ("update recap set confirmed = confirmed + 1 where area_id = 2", "recap:98 ppwp", "confirmed"),
    ("delete from recap where area_id = 3", "recap:9801 ppwp", "is stored as 0"),
]  # fmt: skip
