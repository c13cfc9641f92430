package configs

import (
	"strconv"
	"strings"

	"sfdfa-actors/internal/settings"
)

// node is a part of a JSON Schema.
type node map[string]any

// schemaOf is the JSON Schema of config files, with the defaults that a config has.
func schemaOf(c settings.Config) node {
	properties := node{}
	for _, s := range settings.All(&c) {
		properties[s.Name] = property(s)
	}
	return node{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"title":                "a config file of sfdfa-actors",
		"type":                 "object",
		"additionalProperties": false,
		"properties":           properties,
	}
}

// property is the schema of a setting.
func property(s settings.Setting) node {
	value := valueOf(s)
	if s.MayBeAuto {
		value = node{"anyOf": []node{value, {"const": settings.AutoWord}}}
	}
	value["description"] = s.Usage()
	return value
}

// valueOf is the schema of a setting's value, but for the word that leaves it to be chosen.
func valueOf(s settings.Setting) node {
	bounds := boundsOf(s.Allowed)
	with := func(kind string) node {
		bounds["type"] = kind
		return bounds
	}
	list := func(kind string) node {
		return node{"anyOf": []node{with(kind), {"type": "array", "items": with(kind)}}}
	}
	switch s.Value.(type) {
	case *bool:
		return node{"type": "boolean"}
	case *int:
		return with("integer")
	case *uint64:
		return node{"type": "integer", "minimum": 0}
	case *float64:
		return with("number")
	case *[]int:
		return list("integer")
	case *[]float64:
		return list("number")
	}
	if words := s.Words(); words != nil && s.Allowed != "" {
		return node{"enum": words}
	} else if words != nil {
		return node{"type": "string", "examples": words}
	}
	return node{}
}

// boundsOf is the schema of an interval as settings write them: >0, >=1, (0,1], [0,1), or 0,[2,32].
func boundsOf(allowed string) node {
	if zero, rest, found := strings.Cut(allowed, ",["); found && zero == "0" {
		return node{"anyOf": []node{{"const": 0}, boundsOf("[" + rest)}}
	}
	if number, found := strings.CutPrefix(allowed, ">="); found {
		return bound(node{}, "minimum", number)
	}
	if number, found := strings.CutPrefix(allowed, ">"); found {
		return bound(node{}, "exclusiveMinimum", number)
	}
	low, high, found := strings.Cut(strings.Trim(allowed, "[]()"), ",")
	if !found {
		return node{}
	}
	names := [...]string{"minimum", "maximum"}
	if strings.HasPrefix(allowed, "(") {
		names[0] = "exclusiveMinimum"
	}
	if strings.HasSuffix(allowed, ")") {
		names[1] = "exclusiveMaximum"
	}
	return bound(bound(node{}, names[0], low), names[1], high)
}

// bound adds a bound to a schema.
func bound(n node, name, number string) node {
	if x, err := strconv.ParseFloat(number, 64); err == nil {
		n[name] = x
	}
	return n
}
