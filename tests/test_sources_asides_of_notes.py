"""What a note-taker adds that nobody said: who typed it, what the room did, when it closed."""

import pytest

from insights.sources.asides import is_note_takers

NOBODYS = [
    "Typed up by PS from the recorder and two flipcharts. Not word for word in places.",
    "Typed by AK.", "Notes taken by Priti.", "Notes by LM and JT.", "Minutes taken by the clerk.",
    "Transcribed by an agency from the recording.", "Written up by PS the next day.",
    "(Laughter, tea arrives. Somebody opens the window.)", "(Tea arrives.)",
    "(Silence. Nods from two, Dana shakes his head.)", "(Silence. Nods.)",
    "[Laughter. Pause.]", "(Long pause. Several people nod.)", "(Applause. Cake arrives.)",
    "(Somebody opens the window.)", "(Nods from three, Ann shakes her head.)",
    "(Pause, phone rings.)", "(Silence, nods from most.)",
    "Closed 15.40. Next meeting after Easter, date to come. Priti to send vouchers.",
    "Closed 15.40.", "Closed at 4pm.", "Meeting closed at 12:30.", "The session ended at 3.15.",
    "Ended 16.00.", "Session closed 15.40.", "Next meeting: 4 May.", "Next meeting after Easter.",
    "Date of next meeting: 12 June", "[PERSON]", "[PERSON], [PERSON].",
]  # fmt: skip
SOMEBODYS = [
    "Typed letters are easier to read.", "Typed by hand, the form took me an hour.",
    "Notes taken by the doctor were wrong.", "Notes by my bed helped me remember.",
    "Minutes taken by the council never reach us.",
    "Transcribed letters would help blind tenants.", "Written up by the police as my fault.",
    "(We laughed. Nobody had told us.)", "(Tea arrives cold every day.)",
    "(Silence from the council. Nothing for months.)", "(Laughter is what keeps me going.)",
    "(Nods mean nothing.)", "(Somebody opens my post.)", "(Pause the rent.)",
    "(Silence. That is all we get.)", "Closed doors everywhere.", "Closed at weekends.",
    "Closed 15.40, so I missed it.", "Closed 15.40. I was still outside.",
    "The office closed at 4pm and I was still outside.",
    "The session ended too early for me.", "Closed 3 of 5 hostels.", "Ended my tenancy at 16.",
    "Next meeting should be with landlords.", "Next meeting we need interpreters.",
    "Next meeting after work would suit carers.", "The next meeting was cancelled.",
    "[PERSON] rang me.", "I told [PERSON].", "[PERSON] and [PERSON] helped.", "Ask [PERSON]!",
]  # fmt: skip


@pytest.mark.parametrize("line", NOBODYS)
def test_what_nobody_said(line):
    assert is_note_takers(line)


@pytest.mark.parametrize("line", SOMEBODYS)
def test_what_somebody_said(line):
    assert not is_note_takers(line)
