# Deux commandes suffisent : « make repro » et « make test ».
PYTHON ?= python3
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
export PATH := $(BIN):$(PATH)

.PHONY: repro test test-long test-fast test-end-to-end lint bench claims endurance references calibration demonstration clean

repro: $(VENV)/installed ## l'environnement, la chaîne sur la livraison de params.yaml, et où sont les rapports
	@evaluation reproduire
	@evaluation rapports

# Des fichiers entiers par processus, pour que les essais d’un fichier partagent ce qu’ils préparent ; quatre au plus :
# chacun importe tout. Le code compilé est gardé, sinon chaque processus recompile le paquet et les tests.
TESTS := -n auto --maxprocesses 4 --dist loadfile
test test-% repro: export PYTHONDONTWRITEBYTECODE :=

test: $(VENV)/installed-dev ## tous les tests, sauf les longs
	python -m pytest $(TESTS)

test-long: $(VENV)/installed-dev ## ce qui est lent par nature : simulations, grandes études, grappes de processus
	python -m pytest $(TESTS) -m slow

test-fast: $(VENV)/installed-dev ## les fonctions une à une, sans la chaîne
	python -m pytest $(TESTS) tests/stats tests/ingest tests/indicators tests/plan tests/contract tests/property

test-end-to-end: $(VENV)/installed-dev ## la ligne de commande, les livraisons entières, le mode aveugle
	python -m pytest $(TESTS) tests/end_to_end tests/blind

test-%: $(VENV)/installed-dev ## les tests d’un dossier : test-spec, test-reference, test-report…
	python -m pytest $(TESTS) tests/$*

lint: $(VENV)/installed-dev ## style et types
	ruff check .
	ruff format --check .
	mypy

bench: $(VENV)/installed-dev ## mesures côte à côte, écrit benchmarks/results.json
	-$(MAKE) --no-print-directory $(VENV)-peers/installed
	python -m benchmarks.run

endurance: $(VENV)/installed-dev ## la chaîne tuée à trente moments et relancée ; le guide et une année, de bout en bout (longue)
	python -m pytest -m endurance tests/end_to_end

claims: $(VENV)/installed-dev ## ce que disent 300 livraisons tirées au hasard, recalculé ligne à ligne (longue)
	python -m pytest -n auto --maxprocesses 4 --dist load -m "" -k random_delivery tests/statements/test_what_is_said.py

references: $(VENV)/installed-dev ## régénère avec R toutes les sorties de tests/reference, et compare
	python tests/reference/regenerate.py

calibration: $(VENV)/installed ## simule des milliers d'études et mesure les méthodes (longue ; reprise où elle s'est arrêtée)
	evaluation calibrer --params params.yaml

demonstration: $(VENV)/installed ## régénère la livraison synthétique et le dictionnaire des données
	evaluation demonstration data/raw/demonstration --params params.yaml
	python -m pipeline.contract.dictionary docs/data-dictionary.md
	python -m pipeline.commands.messages docs/messages.md

clean: ## efface ce que les étapes ont écrit (ni les données, ni l'environnement)
	rm -rf data/processed reports/validation reports/intermediaire reports/parcours reports/finale

# Deux verrous : ce qu’il faut pour exécuter, et ce qu’il faut en plus pour développer. Faits par « uv pip compile
# --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml --extra editable
# -o requirements.lock » (« --extra editable --extra dev -o requirements-dev.lock » ; le fichier en place garde les
# versions). Le code n’est compilé que s’il sert (« --no-compile ») : un quart de place en moins.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 ou plus récent est nécessaire.")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --no-compile --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	$(PIP) --no-compile --require-hashes -r requirements-dev.lock
	touch $@

# Les termes de comparaison dont le projet n’a pas besoin ont leur environnement ; sans lui leur mesure manque, et se dit.
$(VENV)-peers/installed: benchmarks/peers.txt
	$(PYTHON) -m venv $(VENV)-peers
	$(VENV)-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/peers.txt
	touch $@
