"""Language: words and lemmas, and sentence vectors. Nothing here ever opens a connection.

The words are spaCy's tokeniser with lookup lemmas; the vectors come from a sentence
encoder whose weights lie in an installed package. Everything is imported when used.
"""

from insights.language.encoder import (
    Encoder,
    encode_cached,
    encoder_hash,
    encoder_path,
    load_encoder,
)
from insights.language.faster import has_fast_path
from insights.language.lighter import left_out
from insights.language.words import count_words, fold_spelling, lemmas, lemmatise, load_pipeline

__all__ = [
    "Encoder",
    "count_words",
    "encode_cached",
    "encoder_hash",
    "encoder_path",
    "fold_spelling",
    "has_fast_path",
    "left_out",
    "lemmas",
    "lemmatise",
    "load_encoder",
    "load_pipeline",
]
