package report

import (
	"fmt"
	"reflect"
	"strings"

	"sfdfa-actors/internal/settings"
)

// settingsSection is the section with all settings of the run.
func settingsSection(m *material) (*content, error) {
	run := m.trained.Config
	usual, err := settings.Resolve("", func(c *settings.Config) error {
		c.Dataset, c.Rule, c.Calibrate, c.InDegree, c.Density = run.Dataset, run.Rule, run.Calibrate, nil, nil
		return nil
	})
	if err != nil {
		return nil, err
	}
	defaults := settings.All(&usual)
	c := &content{}
	c.text("Settings in bold differ from the defaults of the data set and the rule, which stand beside them. The run's config.yaml repeats the run exactly.")
	var g *grid
	group := ""
	for i, s := range settings.All(&run) {
		if !s.Has(run.Dataset) {
			continue
		}
		if s.Group != group {
			group = s.Group
			g = &grid{Caption: group, Head: []string{"setting", "value", "unit", "default", "what it is"}}
			c.grid(g)
		}
		value, standard := valueOf(s), valueOf(defaults[i])
		differs := value != standard && standard != settings.AutoWord
		shown := cell{}
		if differs {
			shown = word(standard)
		}
		g.Rows = append(g.Rows, []cell{{Text: s.Name, Strong: differs}, {Text: value, Strong: differs}, word(s.Unit), shown, word(s.Help)})
	}
	return c, nil
}

// valueOf writes a setting's value.
func valueOf(s settings.Setting) string {
	if s.IsAuto() {
		return settings.AutoWord
	}
	return strings.Trim(fmt.Sprint(reflect.ValueOf(s.Value).Elem().Interface()), "[]")
}
