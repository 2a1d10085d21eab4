"""Topics: a machine's clusters of excerpts, as prompts for people. Themes are made by people.

BERTopic joins sentence vectors, clusters and class-based TF-IDF. Its own defaults leave
most of a workshop's notes without a topic, so the parts are chosen for the size here.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.coding.clusters import WardThenKMeans, measure_stability
from insights.coding.duplicates import group_duplicates
from insights.coding.terms import plain_words, words_of_content
from insights.errors import Problem

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Report = Callable[[str, int, int], None]

FEWEST_EXCERPTS = 3
_MOST_TOPICS = 40
_N_TERMS = 8
_FEWEST_TERMS = 4  # shown even if only one person said some of them
_MANY_PEOPLE = 15  # in a topic: then a term is shown if three of them said it, not two
_N_EXAMPLES = 3
# What BERTopic can do without: left out of its import, which then takes 0.2 seconds, not 20.
_NOT_NEEDED = (
    "umap", "hdbscan", "numba", "sentence_transformers", "transformers", "torch", "spacy",
    "openai", "cohere", "langchain", "litellm", "llama_cpp", "PIL", "datamapplot",
)  # fmt: skip


@dataclass(frozen=True)
class Topics:
    """What :func:`fit_topics` found.

    Attributes
    ----------
    topics, excerpt_topics
        The tables of those names.
    problems
        Why there are none, where that can be put right.
    explanation
        In plain words: how many, by which rule, and what was left over.
    """

    topics: pd.DataFrame
    excerpt_topics: pd.DataFrame
    problems: tuple[Problem, ...]
    explanation: str


def fit_topics(
    excerpts: pd.DataFrame,
    vectors: np.ndarray | None,
    *,
    seed: int = 0,
    n_topics: int | None = None,
    report: Report | None = None,
) -> Topics:
    """Return topics for the excerpts, from 3 excerpts up, and how firmly each one holds.

    Every excerpt by anyone but a facilitator gets a topic; the rest are left over by name.

    Parameters
    ----------
    excerpts
        The table of that name.
    vectors
        float32 (n_excerpts, n_dimensions), rows of length 1; None gives no topics.
    seed
        Decides which texts are left out when stability is measured, and nothing else.
    n_topics
        How many to make, as a person prefers; by default as :func:`choose_n_topics` says.
    """
    spoken = [
        i
        for i, (speaker, text) in enumerate(zip(excerpts["speaker"], excerpts["text"], strict=True))
        if speaker != "facilitator" and text.strip()
    ]
    if len(spoken) < FEWEST_EXCERPTS:
        return _no_topics(
            excerpts,
            f"Topics need at least {FEWEST_EXCERPTS} excerpts by participants; "
            f"there {'is' if len(spoken) == 1 else 'are'} {len(spoken)}.",
        )
    if vectors is None:
        return _no_topics(
            excerpts, "Topics need the sentence model, which is not there, so none were made."
        )
    if _import_bertopic() is None:
        fix = 'Run: pip install "coproduction-insights[models]"'
        said = "Topics need BERTopic, which is not installed, so none were made."
        return _no_topics(excerpts, said, Problem("the package bertopic", "topics", said, fix))
    return _fit(excerpts, spoken, vectors[spoken], n_topics, seed, report)


def choose_n_topics(n_excerpts: int) -> int:
    """Return how many topics to make: the square root of half the excerpts, 2 to 40.

    Examples
    --------
    >>> [choose_n_topics(n) for n in (3, 30, 150, 500, 5000)]
    [2, 4, 9, 16, 40]
    """
    return min(max(round((n_excerpts / 2) ** 0.5), 2), _MOST_TOPICS)


def _fit(
    excerpts: pd.DataFrame,
    spoken: list[int],
    vectors: np.ndarray,
    n_topics: int | None,
    seed: int,
    report: Report | None,
) -> Topics:
    import numpy as np

    if report:
        report("Grouping excerpts into topics", 0, 2)
    said = excerpts.iloc[spoken]
    texts = said["text"].tolist()
    people = _who_speaks(said)
    clusters, terms = _run_bertopic(texts, vectors, people, n_topics or choose_n_topics(len(texts)))
    labels = _number_by_size(clusters)
    if report:
        report("Grouping excerpts into topics", 1, 2)
    firm = measure_stability(
        vectors,
        labels,
        n_runs=_n_runs(len(texts)),
        seed=seed,
        sessions=[str(name) for name in said["session_id"].fillna("")],
    )
    ids = said["excerpt_id"].tolist()
    same_as = _same_as(said)
    alike = [same_as.get(excerpt_id, excerpt_id) for excerpt_id in ids]
    rows: list[dict[str, object]] = []
    for topic in range(int(labels.max()) + 1):
        members = np.flatnonzero(labels == topic)
        topic_id = f"T{topic + 1}"
        examples = _nearest_middle(vectors, members, alike)
        rows.append(
            {
                "topic_id": topic_id,
                "n_excerpts": len(members),
                "terms": terms.get(int(clusters[members[0]])) or _all_words(texts, members),
                "example_excerpt_ids": [ids[i] for i in examples],
                "stability": round(float(firm.overlap[topic]), 4),
                "holds": f"holds in {firm.n_held[topic]} of {firm.n_runs[topic]} re-runs",
            }
        )
    if report:
        report("Grouping excerpts into topics", 2, 2)
    topic_of = {ids[i]: f"T{labels[i] + 1}" for i in range(len(ids))}
    return Topics(
        tables.from_rows("topics", rows),
        _place(excerpts, topic_of, same_as),
        (),
        _explain(len(excerpts), len(spoken), len(rows), by_rule=n_topics is None),
    )


def _same_as(said: pd.DataFrame) -> dict[str, str]:
    """Return, for excerpts that others repeat, the first of those that say the same."""
    found = group_duplicates(said)
    found = found[found["n_alike"] > 1]
    return dict(zip(found["excerpt_id"], found["group"], strict=True))


def _who_speaks(said: pd.DataFrame) -> list[str]:
    """Return who speaks; a note without a name counts as one more person."""
    return [
        person if isinstance(person, str) and person else f"note {excerpt_id}"
        for person, excerpt_id in zip(said["participant_id"], said["excerpt_id"], strict=True)
    ]


def _run_bertopic(
    texts: Sequence[str], vectors: np.ndarray, people: Sequence[str], n_topics: int
) -> tuple[np.ndarray, dict[int, list[str]]]:
    """Return each text's topic number, and each topic's terms."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    surface: dict[str, Counter[str]] = {}
    spoken = [_terms_of(text, surface) for text in texts]
    vocabulary = _vocabulary(spoken)
    clusterer = WardThenKMeans(n_topics)
    if len(vocabulary) < 2:  # nothing to weigh against each other
        return clusterer.fit_predict(vectors), {}
    bertopic = _import_bertopic()
    model = bertopic.BERTopic(
        language="multilingual",  # "english" would strip apostrophes and accents from words
        umap_model=bertopic.dimensionality.BaseDimensionalityReduction(),
        hdbscan_model=clusterer,
        vectorizer_model=CountVectorizer(
            analyzer=lambda text: _terms_of(text, {}), vocabulary=vocabulary
        ),
        ctfidf_model=bertopic.vectorizers.ClassTfidfTransformer(),
        top_n_words=_N_TERMS,
        calculate_probabilities=False,
        verbose=False,
    )
    topics, _ = model.fit_transform(list(texts), embeddings=vectors)
    terms = {}
    for row, topic in enumerate(sorted(set(topics))):
        weights = np.round(model.c_tf_idf_[row].toarray().ravel(), 8)
        best = sorted(np.flatnonzero(weights), key=lambda i: (-weights[i], vocabulary[i]))
        ranked = [vocabulary[i] for i in best]
        inside = [i for i, other in enumerate(topics) if other == topic]
        shared = _said_by_several(ranked, [spoken[i] for i in inside], [people[i] for i in inside])
        terms[int(topic)] = [_commonest(surface[term], 1)[0] for term in shared]
    return np.asarray(topics), terms


def _said_by_several(
    ranked: Sequence[str], spoken: Sequence[Sequence[str]], people: Sequence[str]
) -> list[str]:
    """Return the first terms that several people said, others only where those are too few."""
    speakers: dict[str, set[str]] = {}
    for words, person in zip(spoken, people, strict=True):
        for word in words:
            speakers.setdefault(word, set()).add(person)
    several = 3 if len(set(people)) >= _MANY_PEOPLE else 2
    shared = [term for term in ranked if len(speakers.get(term, ())) >= several][:_N_TERMS]
    rest = [term for term in ranked if term not in shared]
    return shared + rest[: max(0, _FEWEST_TERMS - len(shared))]


def _terms_of(text: str, surface: dict[str, Counter[str]]) -> list[str]:
    """Return a text's words of content by lemma, noting in ``surface`` how they were written."""
    terms = []
    for term, word in words_of_content(text):
        terms.append(term)
        surface.setdefault(term, Counter())[word] += 1
    return terms


def _commonest(words: Counter[str], n: int) -> list[str]:
    return sorted(words, key=lambda word: (-words[word], word))[:n]


def _vocabulary(terms: Sequence[Sequence[str]]) -> list[str]:
    """Return the terms worth showing: in several excerpts, where there are many of them."""
    n_excerpts = Counter(term for found in terms for term in set(found))
    fewest = 1 if len(terms) < 30 else 2 if len(terms) < 1_000 else 5
    kept = sorted(term for term, n in n_excerpts.items() if n >= fewest)
    return kept or sorted(n_excerpts)


def _number_by_size(clusters: np.ndarray) -> np.ndarray:
    """Return clusters renumbered: the largest is 0; of equal ones, the first to appear."""
    import numpy as np

    names, first, sizes = np.unique(clusters, return_index=True, return_counts=True)
    order = sorted(range(len(names)), key=lambda i: (-sizes[i], first[i]))
    rank = {names[i]: place for place, i in enumerate(order)}
    return np.array([rank[cluster] for cluster in clusters])


def _nearest_middle(vectors: np.ndarray, members: np.ndarray, alike: Sequence[str]) -> list[int]:
    """Return the members nearest their middle, one of those that are near-duplicates."""
    import numpy as np

    nearness = np.round(vectors[members] @ vectors[members].mean(axis=0), 4)
    chosen: dict[str, int] = {}
    for i in members[np.argsort(-nearness, kind="stable")]:
        chosen.setdefault(alike[i], int(i))
        if len(chosen) == _N_EXAMPLES:
            break
    return list(chosen.values())


def _all_words(texts: Sequence[str], members: np.ndarray) -> list[str]:
    """Return the commonest words of any kind, for a topic without words of content."""
    return _commonest(Counter(word for i in members for word in plain_words(texts[i])), _N_TERMS)


def _n_runs(n_texts: int) -> int:
    return 20 if n_texts <= 500 else 5 if n_texts <= 2_000 else 3 if n_texts <= 10_000 else 1


def _place(
    excerpts: pd.DataFrame, topic_of: Mapping[str, str], same_as: Mapping[str, str]
) -> pd.DataFrame:
    import pandas as pd

    ids = list(excerpts["excerpt_id"])
    placed = {
        "excerpt_id": ids,
        "topic_id": [topic_of.get(excerpt_id) for excerpt_id in ids],
        "same_as": [same_as.get(excerpt_id) for excerpt_id in ids],
    }
    return tables.conform("excerpt_topics", pd.DataFrame(placed))


def _no_topics(excerpts: pd.DataFrame, explanation: str, *problems: Problem) -> Topics:
    said = excerpts[excerpts["speaker"] != "facilitator"]
    return Topics(
        tables.empty("topics"), _place(excerpts, {}, _same_as(said)), problems, explanation
    )


def _explain(n_excerpts: int, n_placed: int, n_topics: int, *, by_rule: bool) -> str:
    left_over = n_excerpts - n_placed
    rest = (
        f" {left_over} by facilitators or without words {'is' if left_over == 1 else 'are'} "
        "left over."
        if left_over
        else ""
    )
    rule = " (about the square root of half their number, at most 40)" if by_rule else ""
    return (
        f"{n_placed} excerpts were grouped into {n_topics} topics by nearness of meaning{rule}."
        f"{rest} Another number can be asked for. Topics are made by a machine as prompts for "
        "reading: they are not themes."
    )


@lru_cache(maxsize=1)
def _import_bertopic() -> Any:
    """Return BERTopic without the parts that are not used here, or None where it is missing."""
    from insights.language import left_out

    try:
        # It would silence warnings for the whole program.
        with left_out(*_NOT_NEEDED), warnings.catch_warnings():
            # It looks for a progress bar of Jupyter's, which is never shown.
            warnings.filterwarnings("ignore", "IProgress not found")
            import bertopic
            import bertopic.dimensionality
            import bertopic.vectorizers
    except ModuleNotFoundError:
        return None
    return bertopic
