"""The reference page: every call with its parameters, answers and examples, one HTML file without script."""

import html
import json
import re

import load

# Told once for all calls, at the beginning.
ALWAYS = ("304", "default")
BASE = "http://127.0.0.1:8080"
# The same frame as page_begin and page_end of src/http/page.c give.
FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>API reference · {title}</title>
<link rel="stylesheet" href="/assets/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="site"><div class="inside"><a class="brand" href="/">{title}</a>
<nav aria-label="Main"><ul>
<li><a href="/">Programmes</a></li>
<li><a href="/verify">Verify</a></li>
<li><a href="/log">Log</a></li>
<li><a href="/api/docs" aria-current="page">For programs</a></li>
</ul></nav>
</div></header>
<main id="main">
<h1>API reference</h1>
<p class="soft">Contract {version} · {licence} · <a href="/api/openapi.yaml">YAML</a> ·
<a href="/api/openapi.json">JSON</a></p>
{intro}
<section aria-labelledby="calls"><h2 id="calls">Calls</h2>
{contents}
</section>
{sections}
<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>
{schemas}
</section>
</main>
<footer class="site"><div class="inside"><p><a href="/docs/errors">What errors mean</a></p></div></footer>
</body>
</html>
"""


def text(value):
    return html.escape(str(value))


def code(value):
    return f"<code>{text(value)}</code>"


def prose(value):
    """Paragraphs; `code` in backticks."""
    done = []
    for paragraph in re.split(r"\n\s*\n", value.strip()):
        done.append("<p>" + re.sub(r"`([^`]+)`", r"<code>\1</code>", text(" ".join(paragraph.split()))) + "</p>")
    return "\n".join(done)


def line(value):
    """The same without the paragraph."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text(" ".join(value.split())))


def terms(rows):
    """Pairs of term and description; both are HTML already."""
    return "<dl>\n" + "\n".join(f"<dt>{term}</dt><dd>{said}</dd>" for term, said in rows) + "\n</dl>"


def sentences(*parts):
    """What is not empty, in one line; what ends with a word ends with a full stop."""
    return " ".join(part if part.endswith((".", ">")) else part + "." for part in parts if part)


def form(schema):
    """What a value looks like, in a few words."""
    name = load.schema_name(schema)
    if name:
        return f'<a href="#schema-{name}">{name}</a>'
    if "const" in schema:
        return code(json.dumps(schema["const"], ensure_ascii=False))
    if "enum" in schema:
        return " ".join(code(one) for one in schema["enum"])
    kinds = schema.get("type", "anything")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    words = " or ".join(kinds)
    if kinds == ["array"] and "items" in schema:
        words = "list of " + form(schema["items"])
    elif kinds == ["object"] and schema.get("properties"):
        words = "object of " + ", ".join(f"{code(name)} {form(one)}" for name, one in schema["properties"].items())
    return words + limits(schema)


def limits(schema):
    said = []
    if "minimum" in schema or "maximum" in schema:
        said.append(f"{schema.get('minimum', '')} to {schema.get('maximum', '')}")
    if "maxLength" in schema and schema.get("minLength") == schema["maxLength"]:
        said.append(f"{schema['maxLength']} characters")
    elif "maxLength" in schema:
        said.append(f"at most {schema['maxLength']} characters")
    if "maxItems" in schema:
        said.append(f"at most {schema['maxItems']}")
    if "pattern" in schema:
        said.append(code(schema["pattern"]))
    return ", " + ", ".join(said) if said else ""


def example_path(contract, path, operation):
    for one in load.parameters(contract, operation):
        path = path.replace("{" + one["name"] + "}", str(one["example"]))
    return path


def snippets(contract, path, operation):
    address = BASE + example_path(contract, path, operation)
    answer = next(load.follow(contract, one) for status, one in operation["responses"].items()
                  if str(status)[0] == "2")
    media = next(iter(answer["content"]))
    reading = {"application/octet-stream": "answer.read()"}.get(media, "answer.read().decode()")
    reading = "json.load(answer)" if media.endswith("json") else reading
    modules = "json, urllib.request" if media.endswith("json") else "urllib.request"
    keep = " -O" if media in ("application/octet-stream", "application/vnd.banyan.bundle+json") else ""
    python = f'import {modules}\n\nwith urllib.request.urlopen("{address}") as answer:\n    print({reading})'
    return (f"<h4>With curl</h4>\n<pre tabindex='0'><code>curl{keep} {text(address)}</code></pre>\n"
            f"<h4>With Python</h4>\n<pre tabindex='0'><code>{text(python)}</code></pre>")


def parameters(contract, operation):
    found = load.parameters(contract, operation)
    if not found:
        return ""
    rows = [(code(one["name"]), sentences(
        line(one["description"]), ("In the path: " if one["in"] == "path" else "Optional, in the query: ") +
        form(one["schema"]) + ", such as " + code(one["example"]))) for one in found]
    return "<h4>Parameters</h4>\n" + terms(rows)


def answers(contract, operation):
    rows = []
    for status, one in operation["responses"].items():
        answer = load.follow(contract, one)
        content = answer.get("content", {})
        if status not in ALWAYS:
            if "application/problem+json" in content:
                content = {"application/problem+json": content["application/problem+json"]}
            body = ", ".join(text(name) + (f" {form(one['schema'])}" if load.schema_name(one["schema"]) else "")
                             for name, one in content.items())
            rows.append((f"<strong>{text(status)}</strong>", sentences(line(answer["description"]), body)))
    return "<h4>Answers</h4>\n" + terms(rows)


def call(contract, path, method, operation):
    name = operation["operationId"]
    return "\n".join(part for part in (
        f'<article id="{name}" aria-labelledby="{name}-head">',
        f'<h3 id="{name}-head">{text(operation["summary"])}</h3>',
        f"<p><strong>{method.upper()}</strong> {code(path)}</p>",
        prose(operation["description"]),
        parameters(contract, operation),
        answers(contract, operation),
        snippets(contract, path, operation),
        "</article>") if part)


def by_tag(contract):
    for tag in contract["tags"]:
        yield tag, [one for one in load.operations(contract) if tag["name"] in one[2]["tags"]]


def contents(contract):
    parts = []
    for tag, calls in by_tag(contract):
        links = "\n".join(f'<li><a href="#{one["operationId"]}">{text(one["summary"])}</a> {code(path)}</li>'
                          for path, _, one in calls)
        name = tag["name"]
        parts.append(f'<h3><a href="#tag-{name}">{text(name.capitalize())}</a></h3>\n<ul>\n{links}\n</ul>')
    return "\n".join(parts)


def sections(contract):
    parts = []
    for tag, calls in by_tag(contract):
        done = "\n<hr>\n".join(call(contract, *one) for one in calls)
        parts.append(f'<section aria-labelledby="tag-{tag["name"]}"><h2 id="tag-{tag["name"]}">'
                     f'{text(tag["name"].capitalize())}</h2>\n<p>{line(tag["description"])}</p>\n{done}\n</section>')
    return "\n".join(parts)


def schema_part(name, schema):
    parts = [f'<h3 id="schema-{name}">{name}</h3>', f"<p>{line(schema['description'])}</p>"]
    members = schema.get("properties")
    if members:
        needed = schema.get("required", [])
        parts.append(terms([(code(member), sentences(
            form(one) + ("" if member in needed else ", may be absent"), line(one.get("description", ""))))
            for member, one in members.items()]))
    else:
        parts.append(f"<p>{form(schema)}</p>")
    return "\n".join(parts)


def page(contract):
    info = contract["info"]
    intro = prose(info["summary"]) + "\n" + prose(info["description"])
    intro += "\n" + prose("Beside the answers told below a call may answer 304, and a problem.")
    intro += f"\n<p>The examples ask {code(BASE)}; put the address of your instance in its place.</p>"
    return FRAME.format(
        title=text(info["title"]), version=text(info["version"]), licence=text(info["license"]["name"]), intro=intro,
        contents=contents(contract), sections=sections(contract),
        schemas="\n".join(schema_part(*one) for one in contract["components"]["schemas"].items()))
