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


def table(caption, heads, rows):
    """The first cell of each row is its head; cells are HTML already."""
    head = "".join(f'<th scope="col">{text(one)}</th>' for one in heads)
    body = "\n".join(f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>"
                     for row in rows)
    return (f'<div class="wide" tabindex="0"><table><caption>{text(caption)}</caption>\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>")


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
    return (f"<p>With curl</p>\n<pre><code>curl{keep} {text(address)}</code></pre>\n"
            f"<p>With Python</p>\n<pre><code>{text(python)}</code></pre>")


def parameters(contract, operation):
    found = load.parameters(contract, operation)
    if not found:
        return ""
    rows = [(code(one["name"]), one["in"] + (", needed" if one.get("required") else ""), line(one["description"]),
             form(one["schema"]), code(one["example"])) for one in found]
    return table("Parameters", ("Name", "Where", "What", "Form", "Example"), rows)


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
            rows.append(f"<dt>{text(status)}</dt><dd>{line(answer['description'])}: {body}</dd>")
    return "<dl>\n" + "\n".join(rows) + "\n</dl>"


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
        links = "\n".join(f'<li><a href="#{one["operationId"]}">{code(path)} {text(one["summary"])}</a></li>'
                          for path, _, one in calls)
        parts.append(f'<h3><a href="#tag-{tag["name"]}">{text(tag["name"].capitalize())}</a></h3>\n<ul>\n{links}\n</ul>')
    return "\n".join(parts)


def sections(contract):
    parts = []
    for tag, calls in by_tag(contract):
        done = "\n".join(call(contract, *one) for one in calls)
        parts.append(f'<section aria-labelledby="tag-{tag["name"]}"><h2 id="tag-{tag["name"]}">'
                     f'{text(tag["name"].capitalize())}</h2>\n<p>{line(tag["description"])}</p>\n{done}\n</section>')
    return "\n".join(parts)


def schema_part(name, schema):
    parts = [f'<h3 id="schema-{name}">{name}</h3>', f"<p>{line(schema['description'])}</p>"]
    members = schema.get("properties")
    if members:
        rows = [(code(member), form(one), "yes" if member in schema.get("required", []) else "",
                 line(one.get("description", ""))) for member, one in members.items()]
        parts.append(table(f"Members of {name}", ("Member", "Form", "Always", "What"), rows))
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
