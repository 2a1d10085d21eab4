"""The forms, declared: their columns, what each is for, and the words to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from insights.sheets import EXAMPLE
from insights.tables import CONSENT_USES

PERSPECTIVES = ("lived_experience", "professional", "both", "carer", "unknown")
_YES_NO = ("yes", "no")
_ONE_TO_FIVE = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class FormColumn:
    """One column of a form.

    Attributes
    ----------
    name
        Its name, which readers understand.
    meaning
        What to write there, for the help sheet.
    example
        What stands there in the example row.
    choices
        The words to choose from.
    width
        In characters, as Excel counts them.
    """

    name: str
    meaning: str
    example: str = ""
    choices: tuple[str, ...] = ()
    width: int = 16


@dataclass(frozen=True)
class Form:
    """One form: where it lies in the project, what it is for, and its columns."""

    path: str
    title: str
    purpose: str
    columns: tuple[FormColumn, ...]


def _person(name: str = "participant_id", example: str = EXAMPLE) -> FormColumn:
    return FormColumn(name, "Who: the id in participants.xlsx, for example P07. Never a name.",
                      example, width=15)  # fmt: skip


def _group(name: str = "perspective", example: str = "lived_experience") -> FormColumn:
    return FormColumn(name, "The group they speak for, if the register does not say it already.",
                      example, PERSPECTIVES, 18)  # fmt: skip


def _open(question: str, example: str) -> FormColumn:
    meaning = (
        "Their own words, as they wrote or said them. The question is yours: write your own over "
        "the column's name."
    )
    return FormColumn(question, meaning, example, width=48)


def _rating(statement: str, example: str) -> FormColumn:
    return FormColumn(f"{statement} (1 to 5)", "1 not at all, 5 very much. The statement is "
                      "yours to change; keep (1 to 5).", example, _ONE_TO_FIVE, 20)  # fmt: skip


FORMS = (
    Form(
        "participants.xlsx", "Register",
        "Who takes part, without names: `insights register` splits a list of names into this "
        "register and a key file that only you can open.",
        (
            FormColumn("participant_id", "An id that tells nothing: P01, P02, … in no order.",
                       EXAMPLE, width=15),
            FormColumn("perspective", "The group they speak for.", "lived_experience",
                       PERSPECTIVES, 18),
            FormColumn("role", "Their role in words, if they have one.", "link worker", width=20),
            FormColumn("age_band", "A band, never an age. You may rename or delete this column, "
                       "or add others, for what you need to know about people.", "35-44", width=12),
            FormColumn("attended", "The sessions they came to, by the ids in project.toml, "
                       "separated by ;", "W1", width=14),
            FormColumn("speaking_as", "For people with both roles: what they spoke as, for all "
                       "sessions or by session.", "W1=professional", width=22),
            *(
                FormColumn(f"consent_{use}", f"Whether they agreed to: {use.replace('_', ' ')}.",
                           "yes" if use in ("take_part", "analysis", "anonymous_quote") else "no",
                           _YES_NO, 14)
                for use in CONSENT_USES
            ),
            FormColumn("consent_expires_on", "The day after which their consent no longer holds.",
                       "2030-12-31", width=18),
            FormColumn("withdrawn_on", "The day they withdrew; empty for everybody else.", "",
                       width=14),
        ),
    ),
    Form(
        "codebook.xlsx", "Codebook",
        "The codes you look for. Without any, the software still groups what was said.",
        (
            FormColumn("code_id", "A short id without spaces.", EXAMPLE, width=14),
            FormColumn("name", "The code's short name.", "Telling it again", width=24),
            FormColumn("theme", "The theme it belongs to.", "Being believed", width=22),
            FormColumn("definition", "What it means.", "Having to tell one's story to every new "
                       "person", width=40),
            FormColumn("include", "When to use it.", "Any retelling that was not wanted", width=30),
            FormColumn("exclude", "When not to use it.", "Choosing to tell it", width=30),
            FormColumn("examples", "Wordings, separated by ;", "said it seven times", width=30),
            FormColumn("keywords", "Words and phrases that suggest it, separated by ;",
                       "start again; from the beginning; repeat myself", width=36),
            FormColumn("component", "The part of the work it bears on, as in project.toml.", "",
                       width=16),
            FormColumn("sensitive", "yes: small counts of it are withheld from reports.", "no",
                       _YES_NO, 12),
            FormColumn("status", "draft, agreed or retired.", "draft",
                       ("draft", "agreed", "retired"), 12),
        ),
    ),
    Form(
        "feedback/answers.xlsx", "Answers",
        "Answers to a questionnaire, a row for each person. Add a column for each question; "
        "closed questions, such as an age band, may stand beside open ones.",
        (
            _person(),
            FormColumn("In what capacity are you answering?", "As a professional, from my own "
                       "experience, on behalf of someone else, or both.", "My own experience",
                       ("My own experience", "As a professional", "On behalf of someone else",
                        "Both"), 24),
            FormColumn("date", "When they answered.", "2026-03-20", width=14),
            _open("What gets in the way?", "Every new person wants the story from the beginning."),
            _open("What would make it better?", "One page I can hand over."),
        ),
    ),
    Form(
        "feedback/process.xlsx", "How taking part was",
        "What taking part was like: trust, being heard, how people see each other. It is kept "
        "apart from what people said about the subject.",
        (
            _person(),
            _group(),
            FormColumn("when", "Whether it was answered before or after, if you ask twice.",
                       "after", ("before", "during", "after"), 10),
            _rating("I felt heard", "4"),
            _rating("I trust the other people and organisations here", "3"),
            _rating("I understand what the others can and cannot do", "4"),
            _open("What changed in how you see each other?", "I rang her myself, for once."),
        ),
    ),
    Form(
        "prototypes/tests.xlsx", "Tests of prototypes",
        "What happened when somebody tried a prototype: a row for each tester and prototype.",
        (
            _person(),
            _group(),
            FormColumn("prototype", "What they tried. Write it the same way every time.",
                       "Appointment log", width=22),
            FormColumn("version", "Which version of it.", "1", width=9),
            FormColumn("shown_order", "1 if it was the first they saw, 2 the second, …", "1",
                       width=12),
            FormColumn("helped_design", "Whether they had helped to design it.", "no", _YES_NO, 14),
            FormColumn("task_success", "Whether they could do the task.", "yes",
                       ("yes", "partly", "no"), 13),
            FormColumn("liked", "How much they liked it, 1 to 5.", "4", _ONE_TO_FIVE, 8),
            FormColumn("would_use", "Whether they would use it.", "yes",
                       ("yes", "maybe", "no"), 11),
            *(
                FormColumn(f"sus{n}", f"Item {n} of the System Usability Scale, 1 to 5. Only for "
                           "something that is a system; leave empty otherwise.", "",
                           _ONE_TO_FIVE, 6)
                for n in range(1, 11)
            ),
            FormColumn("issue", "What went wrong, in their words.", "I could not find the back "
                       "button.", width=36),
            FormColumn("severity", "1 small, 2 middling, 3 stops people.", "2",
                       ("1", "2", "3"), 10),
            FormColumn("improve", "How to improve it, in their words.", "Bigger print.", width=30),
            FormColumn("pilot", "How to try it out.", "Two surgeries, for a month.", width=30),
            FormColumn("implement", "What it takes to keep it going.",
                       "Somebody who owns the list.", width=30),
        ),
    ),
    Form(
        "votes/ideas.xlsx", "Ideas",
        "The ideas that people sketched or proposed, and what became of each.",
        (
            FormColumn("idea_id", "The id on the sheet: I01, I02, …", EXAMPLE, width=11),
            FormColumn("title", "Its short name.", "Open Post Hour", width=24),
            FormColumn("idea", "What it is, in the words on the sheet.", "Bring your post and open "
                       "it with somebody beside you.", width=50),
            FormColumn("image", "The file name of its picture, if there is one.", "", width=22),
            FormColumn("sketched_by", "Whose idea it is; empty where it is anonymous.", "P07",
                       width=13),
            FormColumn("session", "The session it was made in, as in project.toml.", "W1",
                       width=10),
            FormColumn("component", "The part of the work it belongs to, as in project.toml.", "",
                       width=14),
            FormColumn("status", "What became of it.", "open",
                       ("open", "prototype", "commitment", "parked", "not now"), 14),
            FormColumn("reason", "Why.", "", width=36),
        ),
    ),
    Form(
        "votes/ballots.xlsx", "Ballots",
        "Who gave how many dots to which idea: a row for each idea on a ballot. Leave the voter "
        "empty where the vote was secret.",
        (
            FormColumn("ballot_id", "A number for each ballot paper.", EXAMPLE, width=11),
            FormColumn("round", "1 for the first vote, 2 for the second, …", "1", width=8),
            FormColumn("voter", "Who voted; empty where the vote was secret.", "", width=10),
            FormColumn("group", "The voter's group, where that is known.", "professional",
                       PERSPECTIVES, 18),
            FormColumn("secret", "Whether it was cast in secret.", "yes", _YES_NO, 9),
            FormColumn("idea_id", "The idea.", "I01", width=10),
            FormColumn("dots", "How many dots.", "2", width=8),
        ),
    ),
    Form(
        "votes/statements.xlsx", "Statements",
        "Statements that people agree or disagree with.",
        (
            FormColumn("statement_id", "S01, S02, …", EXAMPLE, width=14),
            FormColumn("statement", "The statement.", "Nobody should have to tell it twice.",
                       width=70),
        ),
    ),
    Form(
        "votes/statement_votes.xlsx", "Votes on statements",
        "How people voted on each statement: a row for each vote.",
        (
            _person(),
            _group("group"),
            FormColumn("statement_id", "The statement.", "S01", width=14),
            FormColumn("vote", "agree, disagree or pass.", "agree", ("agree", "disagree", "pass"),
                       12),
        ),
    ),
    Form(
        "vision/vision.xlsx", "Versions of the vision sentence",
        "Each version of the sentence, in the order they were written.",
        (
            FormColumn("version", "1, 2, 3, …", EXAMPLE, width=11),
            FormColumn("text", "The sentence.", "Nobody has to earn help.", width=60),
            FormColumn("when", "The day.", "2026-03-20", width=14),
            FormColumn("agreed_by", "Ids or groups, separated by ; or a number of people.",
                       "P07", width=24),
            FormColumn("note", "What was said about it.", "", width=40),
        ),
    ),
    Form(
        "rounds/feedback.xlsx", "Feedback on a draft",
        "What people said about a draft, a row for each point.",
        (
            FormColumn("feedback_id", "R1-01, R1-02, …", EXAMPLE, width=13),
            FormColumn("artefact", "What was shown.", "Toolkit", width=18),
            FormColumn("version", "Which version of it.", "0.1", width=9),
            FormColumn("round", "1 for the first round, 2 for the second, …", "1", width=8),
            FormColumn("section", "The part it is about.", "Page 2", width=16),
            FormColumn("type", "What kind of feedback it is.", "wish",
                       ("like", "wish", "question", "idea", "error", "barrier"), 12),
            FormColumn("severity", "How serious it is.", "medium", ("low", "medium", "high"), 11),
            _person(example="P07"),
            _group(),
            FormColumn("given_on", "The day.", "2026-04-10", width=14),
            FormColumn("checks", "Only where you read a finding back to people: its theme, as in "
                       "the codebook. Add (problem) or (idea) to mean just that.", "", width=22),
            FormColumn("verdict", "What they said of that finding.", "",
                       ("confirms", "amends", "rejects"), 11),
            FormColumn("feedback", "Their own words.", "The log needs a line for who rang.",
                       width=50),
        ),
    ),
    Form(
        "rounds/responses.xlsx", "Responses to feedback",
        "What became of each point: you said, we did, or why not.",
        (
            FormColumn("feedback_id", "The point it answers.", EXAMPLE, width=13),
            FormColumn("response", "What became of it.", "changed",
                       ("changed", "not changed", "open"), 14),
            FormColumn("version", "The version in which it was changed.", "0.2", width=9),
            FormColumn("what", "What was done.", "There is a line now.", width=44),
            FormColumn("reason", "Why it was not changed.", "", width=44),
            FormColumn("responded_on", "The day.", "2026-05-01", width=14),
            FormColumn("responded_by", "A role or a group, never a name.", "Toolkit team",
                       width=20),
        ),
    ),
)  # fmt: skip
