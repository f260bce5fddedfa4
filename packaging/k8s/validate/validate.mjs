// MODULES=FOLDER node validate.mjs FILE...: each document against the JSON schema of its kind, as the Kubernetes API has it.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const modules = path.resolve(process.env.MODULES);
const { default: yaml } = await import(path.join(modules, 'js-yaml/dist/js-yaml.mjs'));
let wrong = 0;
for (const file of process.argv.slice(2)) {
  for (const document of yaml.loadAll(readFileSync(file, 'utf8'))) {
    const { apiVersion, kind, metadata } = document;
    const from = apiVersion.startsWith('monitoring.') ? '@kubernetes-models/prometheus-operator' : 'kubernetes-models';
    const models = await import(path.join(modules, from, apiVersion, 'index.js'));
    try {
      new models[kind](document).validate();
      console.log(`${kind} ${metadata.name}: ok`);
    } catch (e) {
      wrong++;
      console.log(`${kind} ${metadata.name}: ${e.message}`);
    }
  }
}
process.exit(wrong === 0 ? 0 : 1);
