"""C that is made from the contract: the route table, and texts as bytes."""

import load

ROUTES = '''/* Made from api/openapi.yaml by tools/contract/generate.py. */
#include "http/route.h"

{handlers}

const Route *route_table(size_t *count) {{
    static const Route table[] = {{
{rows}
    }};
    *count = sizeof(table) / sizeof(table[0]);
    return table;
}}
'''


def template(contract, path, operation):
    """The path as route.h writes it: {name*} takes the rest with its slashes."""
    for one in load.parameters(contract, operation):
        if one.get("x-rest"):
            path = path.replace("{" + one["name"] + "}", "{" + one["name"] + "*}")
    return path


def routes(contract):
    rows, handlers = [], []
    for path, method, operation in load.operations(contract):
        handlers.append(operation["x-handler"])
        rows.append(f'        {{REQUEST_{method.upper()}, "{template(contract, path, operation)}", '
                    f'"{operation["operationId"]}", {operation["x-max-body"]}, {operation["x-handler"]}}},')
    declared = [f"bool {name}(App *app, const Request *request, Response *response, Err *err);"
                for name in sorted(set(handlers))]
    return ROUTES.format(handlers="\n".join(declared), rows="\n".join(rows))


def _bytes(name, data):
    rows = [", ".join(str(byte) for byte in data[at:at + 24]) for at in range(0, len(data), 24)]
    return f"static const unsigned char {name}_bytes[] = {{\n    " + ",\n    ".join(rows) + "};\n"


def texts(named):
    """contract_NAME() for each text."""
    parts = ["/* Made from api/openapi.yaml by tools/contract/generate.py. */\n#include \"http/contract.h\"\n"]
    for name, text in named.items():
        parts.append(_bytes(name, text.encode()))
        parts.append(f"Str contract_{name}(void) {{\n    return bytes_str((Bytes){{.ptr = {name}_bytes, "
                     f".len = sizeof({name}_bytes)}});\n}}\n")
    return "\n".join(parts)
