# Every target works on a fresh clone with no step before it.
.DEFAULT_GOAL := help
SHELL := /bin/bash

JDK = $(shell scripts/find-jdk)
MVN = JAVA_HOME="$(JDK)" mvn -B -q
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
MODULES := bpf kernel event sensor state filter rules detect output agent
SOURCES := pom.xml $(shell find $(MODULES) scripts -name target -prune -o -path '*/src/test' -prune -o -path bpf/test -prune -o -type f -print)

##@ Use
help: ## Show the targets
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## Build, then watch this machine (ARGS="--json ..." are passed on)
	@$(SUDO) dist/sentinel-edge $(ARGS)

##@ Build
deps: ## Install what building and testing need, with the system's package manager
	@scripts/deps test

build: dist/sentinel-edge ## Build dist/sentinel-edge, which runs from any folder

dist/sentinel-edge: $(SOURCES)
	@scripts/deps build
	@echo "Building with $(JDK); the first time takes some minutes" >&2
	@$(MVN) package -Dmaven.test.skip=true -pl agent -am
	@scripts/dist

dist: build ## Build what is shipped: dist/sentineledge-linux-x64.tar.gz, one file that needs no Java, and packages of it
	@scripts/deps dist
	@JAVA_HOME="$(JDK)" packaging/onefile/build
	@packaging/packages/build
	@cd dist && sha256sum *.tar.gz *.deb *.rpm *.cdx.json > SHA256SUMS

clean: ## Remove everything that was built
	rm -rf dist $(MODULES:%=%/target) evasion/target bench/target fuzz/target vmtest/target packaging/onefile/target packaging/packages/target packaging/target

##@ Check
test: deps build ## Build and run all tests (those that load kernel programs need root)
	@$(SUDO) env JAVA_HOME="$(JDK)" CI="$(CI)" mvn -B verify $(if $(MODULE),-pl $(MODULE) -am)
	@$(if $(MODULE),,$(SUDO) $(MAKE) --no-print-directory -C bpf check)

docs-test: dist ## Run the commands of docs/deployment.md in a Debian with systemd made for it
	@scripts/deps packaging
	@$(SUDO) packaging/docs/test

vmtest: build ## Boot Debian kernels 5.10, 6.1 and 6.12 under qemu and run the agent in each
	@scripts/deps vmtest
	@vmtest/run

vmtest-arm64: ## Compile the kernel programs for arm64 and run their checks on Debian's arm64 kernels 6.1 and 6.12, emulated
	@scripts/deps vmtest-arm64
	@vmtest/arm64

bench: build ## Run the benchmarks and print their ratios
	@$(SUDO) bench/run

.PHONY: help run deps build dist clean test docs-test vmtest vmtest-arm64 bench
