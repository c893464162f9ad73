"""XPath 1.0 with the functions and coercions of ODK XForms: our own engine. Import from the modules named here.

``tree``: the instance tree, shared with the form engine
    Node(kind, name="", value="", namespace="", prefix="")      new_root()      element(name, value="", ...)
        slots       kind name value namespace prefix parent children attributes relevant template repeated data
        reading     text() named(name) elements() attribute(name, uri) path() position() root() text_node()
        writing     value = ... (leaf text), append(child) insert(at, child) remove(child)
                    set_attribute(name, value, uri, prefix) copy()
        rules       leaf text stands in `value`; `relevant` is effective relevance (own and inherited), kept by the form
                    engine; `repeated` marks each instance of a repeat, and steers absolute paths to the own
                    instance; nodes with `template` set before they are appended are not seen by name tests
    A document is a root node (`new_root()`) with one element; that holds for the main and each secondary instance.

``expression``: compile once, evaluate many times
    compile_expression(source, namespaces=None) -> Compiled     check(expr) -> names of functions
        namespaces: prefix to URI; without the key "" unprefixed names match any namespace (what forms need)
    Compiled.source .expr .calls .kind ("text" "date" "number" "boolean" "nodes" "any")
    Compiled.evaluate(context) -> Value     .string(context) .boolean(context) .number(context) .nodes(context)

``context``: where it is evaluated
    Context(node, env, position=1, size=1, current=None)        current() gives `current`, or else the node
    Environment(main=None)  with plain attributes to set: main instances now zone random uuid properties language
        month_names(code, short, month 1-12) day_names(code, short, day 0-6 from Sunday) itext(id)
        choice_label(value, quoted_path, node) notice(code, facts) version budget
        instance(id) forget_indexes()       one environment for each session, used by one thread
        indexes over the secondary instances are made on first use and kept; `indexes` may be one mapping shared by
        environments over the same instances and zone

``parser``: parse(source) -> Expr, a frozen tree (``syntax``; parts(expr) gives what is inside) with 0-based `at`

``values``: Value = str | float | bool | list[Node]; to_text to_number to_boolean text_number number_text
``dates``: number_of(text, zone) day_number moment_of date_text date_time_text parse_local (for typed values)
``functions.chance``: shuffled, park_miller, text_seed      ``functions.dates``: formatted(moment, pattern, env)

Values: a date is a text (`YYYY-MM-DD`, or with time and offset); where a number is wanted it counts as days since
1970-01-01 in local civil time. Numbers become plain decimals. string() of a boolean is true or false; that a
calculate stores 1 or 0, and blank for NaN, is the form engine's doing (evaluate() tells the type).

Errors (IntakeError; `position` is 1-based): xpath.syntax (position, near), xpath.too_deep, xpath.too_long,
xpath.unknown_function, xpath.arity (name, position), xpath.unknown_prefix (prefix, position), xpath.not_nodes
(position); at evaluation xpath.too_expensive (limit), xpath.too_deep. Notices: xpath.regex_timeout,
xpath.regex_refused; both mean "no match".
"""
