"""What has the form of a name where nobody is known by it: capitalised, few words, no topic."""

from __future__ import annotations

from insights.sources.subjects import is_topic

_PARTICLES = frozenset(["de", "van", "der", "den", "al", "bin", "bint", "da", "dos", "di", "la",
                        "le", "el", "von", "ibn", "ben", "ap", "and", "&"])  # fmt: skip
# Words that begin a heading, a field or a note rather than a person's turn.
_ORDINARY = frozenset(
    ["a", "about", "absent", "action", "actions", "activity", "advice", "after", "agenda",
     "agreed", "aob", "apologies", "attendance", "attendees", "break", "lunch",
     "aim", "all", "also", "and", "another", "answer", "answers", "appendix", "are", "as", "at",
     "background", "barrier", "barriers", "because", "before", "benefit", "benefits", "best",
     "board", "bud", "but", "can", "card", "challenge", "challenges", "change", "cluster",
     "column", "comment", "comments", "concern", "concerns", "conclusion", "cons", "consider",
     "context", "could", "date", "day", "decision", "decisions", "details", "discussion", "do",
     "draft", "eg", "emotion", "ending", "event", "evidence", "example", "examples", "exercise",
     "experience", "experiences", "feedback", "feeling", "feelings", "finding", "findings",
     "first", "flipchart", "follow", "for", "from", "gap", "gaps", "general", "goal", "group",
     "hard", "help", "helpful", "her", "here", "his", "hope", "hopes", "how", "i", "idea",
     "ideas", "if", "important", "in", "introduction", "is", "issue", "issues", "it", "item",
     "key", "last", "learning", "like", "likes", "link", "list", "lived", "location", "main",
     "many", "may", "message", "method", "mode", "money", "more", "most", "my", "name", "need",
     "needs", "negative", "negatives", "next", "no", "none", "not", "note", "notes",
     "objective", "observation", "observations", "on", "one", "only", "open", "opening",
     "opportunity", "option", "options", "or", "other", "others", "our", "out", "outcome",
     "outcomes", "overall", "page", "parked", "part", "people", "person", "place", "plan",
     "plus", "point", "points", "positive", "positives", "practical", "preference", "present",
     "priorities", "priority", "pro", "problem", "problems", "prompt", "pros", "prototype",
     "purpose", "q", "question", "questions", "quote", "quotes", "reason", "reasons",
     "recommendation", "recommendations", "reflection", "reflections", "remember", "result",
     "results", "risk", "risks", "role", "room", "rose", "round", "same", "second", "section",
     "self", "session", "several", "she", "should", "so", "solution", "solutions", "some",
     "someone", "source", "stage", "start", "step", "still", "stop", "story", "strength",
     "strengths", "subject", "suggestion", "suggestions", "summary", "support", "table", "task",
     "that", "the", "their", "theme", "themes", "then", "there", "these", "they", "thing",
     "things", "third", "this", "thorn", "thought", "thoughts", "time", "tip", "title", "to",
     "today", "tool", "toolkit", "top", "topic", "topics", "two", "type", "understanding",
     "urgent", "useful", "value", "venue", "version", "view", "views", "vision", "vote", "votes",
     "warning", "was", "we", "weakness", "welcome", "well", "were", "what", "when", "where",
     "which", "who", "why", "will", "wish", "wishes", "with", "word", "words", "workshop",
     "worries", "worry", "would", "yes", "you", "your"]
)  # fmt: skip


def looks_like_name(label: str) -> bool:
    """Tell whether an unknown label has the form of a name: capitalised, few, not ordinary.

    Examples
    --------
    >>> looks_like_name("Priya Nair"), looks_like_name("Next steps"), looks_like_name("it was")
    (True, False, False)
    """
    parts = label.split()
    if not 1 <= len(parts) <= 4 or any(part.casefold() in _ORDINARY for part in parts):
        return False
    if is_topic(label):
        return False
    named = [part for part in parts if part.casefold() not in _PARTICLES]
    return bool(named) and all(_is_capitalised(part) for part in named)


def _is_capitalised(part: str) -> bool:
    return part[0].isupper() and all(sign.isalpha() or sign in "-'’." for sign in part)
